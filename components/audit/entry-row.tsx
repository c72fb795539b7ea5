/** One entry: when, who, what about whom or what, from where, and what was and is. */
import type { AuditEntryView, EpochMs } from '#contract';
import { When } from '../people/when';
import classes from './audit.module.css';
import { actionWords, actorWords, detailLines } from './words';

export function AuditEntryRow({ entry, now }: { entry: AuditEntryView; now: EpochMs }) {
  const lines = detailLines(entry);
  const isOwn = entry.subject === entry.actor || entry.subject === '-';
  return (
    <li className={classes.entry} data-refused={/-refused$/.test(entry.action) || undefined}>
      <p className={classes.when}>
        <When at={entry.at} now={now} />
      </p>
      <div className={classes.what}>
        <p>
          <b>{actorWords(entry.actor)}</b> {actionWords(entry.action)}
          {!isOwn && (
            <>
              : <span className={classes.subject}>{entry.subject}</span>
            </>
          )}
        </p>
        {lines.length > 0 && (
          <dl className={classes.lines}>
            {lines.map(({ name, was, is }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {was !== null && <del>{was}</del>} {is !== null && <span>{is}</span>}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <p className={classes.origin}>{entry.origin}</p>
    </li>
  );
}
