'use client';
/** What stands in the list while nobody is at risk: the last forced out, or that no early warning can be had here. */
import { beganAt, isForcedOut } from '#contract';
import { agentName } from '../health/words';
import { Elapsed } from '../session/moment';
import type { BoardModel } from './model';

export function NobodyAtRisk({ model }: { model: BoardModel }) {
  const unwarned = [...model.clusters.values()].find((c) => c.promise?.warning === 'none');
  const last = [...model.disconnects.values()]
    .filter(isForcedOut)
    .reduce<{ at: number; who: string } | null>((latest, d) => {
      const at = d.end?.at ?? beganAt(d);
      return latest === null || at > latest.at ? { at, who: `${agentName(d)}, ${d.teamName}` } : latest;
    }, null);
  return (
    <>
      <p>{unwarned?.promise?.sentence ?? 'Nobody.'}</p>
      {last === null ? (
        <p>Nobody was forced out in the last 24 hours.</p>
      ) : (
        <p>
          The last forced out was <Elapsed since={last.at} /> ago: {last.who}.
        </p>
      )}
    </>
  );
}
