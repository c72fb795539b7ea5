/** What is open, by kind: how urgent, what, where and since when, and whether somebody has it. */
import type { EpochMs, WallIncident } from '#contract';
import { formatDuration } from '../format/units';
import { kindNames, severityNames } from './model';
import classes from './wall.module.css';

const SHOWN = 6;

export function WallIncidents({ incidents, at }: { incidents: readonly WallIncident[]; at: EpochMs }) {
  if (incidents.length === 0) return null;
  const more = incidents.slice(SHOWN).reduce((n, i) => n + i.count, 0);
  return (
    <section className={classes.incidents} aria-label="Open incidents">
      <h2>Open incidents</h2>
      <ul>
        {incidents.slice(0, SHOWN).map((i) => (
          <li key={`${i.severity} ${i.kind} ${i.cluster}`} className={classes.incident} data-severity={i.severity}>
            <span className={classes.severity}>{severityNames[i.severity]}</span>
            <span className={classes.what}>
              {i.count > 1 && `${i.count} × `}
              {kindNames[i.kind]}
              {i.cluster !== null && <span className={classes.where}> {i.cluster}</span>}
            </span>
            <span className={classes.since}>
              {formatDuration(at - i.since)}
              {i.acknowledged && ', taken up'}
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className={classes.more}>and {more} more</p>}
    </section>
  );
}
