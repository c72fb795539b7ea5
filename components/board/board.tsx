'use client';
/** The supervisor's board: figures, who is at risk, the service, groups, teams and the last hours; every part keeps its place. */
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

export function Board({ model, cards, observerId, blindSince }: Props) {
  return (
    <div className={classes.board}>
      <div className={classes.figures}>
        <FiguresRow model={model} blind={blindSince !== null} />
      </div>
      <div className={classes.risk}>
        <AtRiskPanel model={model} />
      </div>
      <div className={classes.groups}>
        <GroupsPanel model={model} />
      </div>
      <div className={classes.service}>
        <ServicePanels model={model} cards={cards} observerId={observerId} />
      </div>
      <div className={classes.teams}>
        <TeamTiles model={model} />
      </div>
      <div className={classes.hours}>
        <LastHours model={model} />
      </div>
    </div>
  );
}
