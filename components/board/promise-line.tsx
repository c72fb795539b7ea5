'use client';
/** What can be told here at all, and how often the warning came first so far: the same line on good and on bad days. */
import type { ClusterView, WarningRecord } from '#contract';
import { formatCount, formatSpan, plural } from '../format/units';
import type { BoardModel } from './model';
import classes from './promise-line.module.css';

export function PromiseLine({ model }: { model: BoardModel }) {
  const told = [...model.clusters.values()].filter((c) => c.promise !== null);
  const named = model.clusters.size > 1;
  return (
    <div className={classes.lines}>
      {told.map((cluster) => (
        <p key={cluster.key} data-warning={cluster.promise?.warning}>
          {named && <b>{cluster.name}: </b>}
          {cluster.promise?.sentence} {recordOf(cluster)}
          {missingOf(cluster)}
        </p>
      ))}
    </div>
  );
}

function recordOf({ record }: ClusterView): string {
  return record === null ? '' : recordWords(record);
}

/** «In 23 of 25 forced outs the warning came first, median 61 s.» */
export function recordWords({ forcedOuts, warnedFirst, leadMs, recovered }: WarningRecord): string {
  const back = recovered === 0 ? '' : ` ${plural(recovered, 'agent')} at risk came back in time.`;
  if (forcedOuts === 0) return `No forced out on record here yet.${back}`;
  const lead = leadMs === null ? '' : `, median ${formatSpan(Math.round(leadMs.median / 1000) * 1000)}`;
  return `In ${formatCount(warnedFirst)} of ${plural(forcedOuts, 'forced out')} the warning came first${lead}.${back}`;
}

function missingOf({ directory }: ClusterView): string {
  return directory === null || directory.missing.length === 0 ? '' : ` ${directory.missing.join(' ')}`;
}
