/** One team on the wall: how many are connected, and what is the matter with the others. */
import type { WallTeam } from '#contract';
import { formatCount } from '../format/units';
import { HealthMark } from '../health/mark';
import { troubleOf } from './model';
import classes from './wall.module.css';

export function TeamTile({ team: { name, counts } }: { team: WallTeam }) {
  const tone = troubleOf(counts) > 0 ? (counts.atRisk > 0 ? 'at-risk' : 'forced-out') : 'well';
  return (
    <li className={classes.team} data-tone={tone}>
      <span className={classes.teamName}>{name}</span>
      <span className={classes.teamTrouble}>
        {counts.atRisk > 0 && (
          <span data-health="at-risk">
            <HealthMark kind="at-risk" size={16} /> {counts.atRisk}
            <span className="hf-hidden"> at risk</span>
          </span>
        )}
        {counts.out > 0 && (
          <span data-health="forced-out">
            <HealthMark kind="forced-out" size={16} /> {counts.out}
            <span className="hf-hidden"> forced out</span>
          </span>
        )}
      </span>
      <span className={classes.teamCount}>
        {formatCount(counts.connected)}
        <span className="hf-hidden"> connected</span>
      </span>
    </li>
  );
}
