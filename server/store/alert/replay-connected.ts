/** How many agents were connected at some time of the last half hour, told from the counts by the minute. */
import type { EpochMs } from '#contract';
import type { ReplayReads } from './replay-reads';

const LATELY_MS = 1_800_000;

export async function loadConnected(
  reads: ReplayReads,
  clusterKeys: readonly string[],
  { from, to }: { from: EpochMs; to: EpochMs },
): Promise<(clusterKey: string, at: EpochMs) => number> {
  const byCluster = new Map<string, { at: Float64Array; connected: Int32Array }>();
  for (const key of clusterKeys) {
    const minutes = await reads.connectedMinutes(key, { from: from - LATELY_MS, to });
    const [at, connected] = [new Float64Array(minutes.length), new Int32Array(minutes.length)];
    for (const [i, m] of minutes.entries()) {
      at[i] = m.at;
      connected[i] = m.connected;
    }
    byCluster.set(key, { at, connected });
  }
  return (clusterKey, at) => {
    const counts = byCluster.get(clusterKey);
    if (counts === undefined) return 0;
    let most = 0;
    for (let i = firstAfter(counts.at, at) - 1; i >= 0 && (counts.at[i] ?? 0) > at - LATELY_MS; i -= 1)
      most = Math.max(most, counts.connected[i] ?? 0);
    return most;
  };
}

/** The index of the first time after `at`, in order. */
function firstAfter(times: Float64Array, at: EpochMs): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
