'use client';
/** The supervisor's board: figures, who is at risk, the service, groups, teams and the last hours; every part keeps its place. */
import { memo, useDeferredValue } from 'react';
import type { EpochMs } from '#contract';
import type { CardModel } from '../overview/model';
import { AtRiskPanel } from './at-risk-panel';
import classes from './board.module.css';
import { FiguresRow } from './figures-row';
import { GroupsPanel } from './groups-panel';
import { LastHours } from './last-hours';
import type { BoardModel } from './model';
import { ServicePanels } from './service-panel';
import { TeamTiles } from './team-tiles';

interface Props {
  model: BoardModel;
  cards: readonly CardModel[];
  observerId: string;
  blindSince: EpochMs | null;
}

/** Drawn after what is urgent, and left off for it: when a thousand drop, the figures and the list are there first. */
const Groups = memo(GroupsPanel);
const Teams = memo(TeamTiles);
const Hours = memo(LastHours);

export function Board({ model, cards, observerId, blindSince }: Props) {
  const later = useDeferredValue(model);
  return (
    <div className={classes.board}>
      <div className={classes.figures}>
        <FiguresRow model={model} blind={blindSince !== null} />
      </div>
      <div className={classes.risk}>
        <AtRiskPanel model={model} />
      </div>
      <div className={classes.groups}>
        <Groups model={later} />
      </div>
      <div className={classes.service}>
        <ServicePanels model={model} cards={cards} observerId={observerId} />
      </div>
      <div className={classes.teams}>
        <Teams model={later} />
      </div>
      <div className={classes.hours}>
        <Hours model={later} />
      </div>
    </div>
  );
}
