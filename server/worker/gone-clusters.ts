/** Clusters that were watched once and are in the configuration no more. */
import type { EpochMs, Fact } from '#contract';
import type { HoldfastConfig } from '../config/schema';
import type { KnownPresence } from '../store/port';

export async function goneClusters(
  config: Pick<HoldfastConfig, 'finesse' | 'watches'>,
  store: KnownPresence,
  at: EpochMs,
): Promise<Fact[]> {
  const wanted = new Set([
    ...config.finesse.map(({ key }) => key),
    ...config.watches.map(({ clusterKey }) => clusterKey),
  ]);
  const known = await store.documents('cluster', null);
  const gone = known.filter(({ key, removed }) => !removed && !wanted.has(key));
  return gone.map(({ key }): Fact => ({ type: 'cluster-removed', at, clusterKey: key }));
}
