'use client';
/** Every agent of every team as a mark that keeps its place; a tile leads to its team's agents. */
import { healthKinds } from '#contract';
import { HealthMark } from '../health/mark';
import { healthWord } from '../health/words';
import type { BoardModel } from './model';
import { Panel, PanelEmpty } from './panel';
import { TeamTile } from './team-tile';
import classes from './team-tiles.module.css';

export function TeamTiles({ model }: { model: BoardModel }) {
  const several = model.clusters.size > 1;
  return (
    <Panel title="Teams" rule="a mark for every agent, in the order of login ids" right={<Legend />}>
      {model.teams.size === 0 && <PanelEmpty>No agent is known yet: the directory is read at the start.</PanelEmpty>}
      <ul className={classes.tiles}>
        {[...model.teams.values()].map((team) => (
          <li key={team.key}>
            <TeamTile
              team={team}
              scope={model.teamsAsked}
              clusterName={several ? (model.clusters.get(team.clusterKey)?.name ?? team.clusterKey) : null}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Legend() {
  return (
    <span className={classes.legend}>
      {healthKinds.map((kind) => (
        <span key={kind}>
          <HealthMark kind={kind} size={11} /> {healthWord(kind)}
        </span>
      ))}
    </span>
  );
}
