/** What could be known here at all: the installation's promise, its own record, and the feeds that do not tell now. */
import type { ClusterView, ServerView } from '#contract';
import { formatDuration, plural } from '../format/units';
import { feedName } from '../health/words';
import classes from './agent-page.module.css';

export function KnownHere({ cluster, servers }: { cluster: ClusterView; servers: readonly ServerView[] }) {
  const record = recordWords(cluster.record);
  const stale = servers.flatMap((s) =>
    s.feeds
      .filter((f) => !f.fresh)
      .map((f) => `${feedName(f.feed)} of ${s.side}${f.why === null ? '' : ` (${f.why})`}`),
  );
  return (
    <div className={classes.known}>
      <p>{cluster.promise?.sentence ?? 'What can be told here is not known yet: no server has described itself.'}</p>
      {record !== null && <p>{record}</p>}
      {stale.length > 0 && <p>Not heard now: {stale.join(', ')}.</p>}
      <p>Opening this page is recorded. It is for finding connection faults, not for judging people.</p>
    </div>
  );
}

/** `Of 41 forced outs here the warning came first in 38, by 57 s at the median.` Of the installation, not of the agent. */
export function recordWords(record: ClusterView['record']): string | null {
  if (record === null || record.forcedOuts === 0) return null;
  const by = record.leadMs === null ? '' : `, by ${formatDuration(record.leadMs.median)} at the median`;
  return `Of ${plural(record.forcedOuts, 'forced out')} at this installation the warning came first in ${record.warnedFirst}${by}.`;
}
