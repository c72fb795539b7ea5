/** Which clusters' agents are watched by the configuration, and which were once and are no more. */
import type { EpochMs, Fact } from '#contract';
import type { HoldfastConfig } from '../config/schema';
import type { KnownPresence } from '../store/port';

type Watching = Pick<HoldfastConfig, 'finesse' | 'watches'>;

export function isWatched({ finesse, watches }: Watching, clusterKey: string): boolean {
  return finesse.some(({ key }) => key === clusterKey) || watches.some((watch) => watch.clusterKey === clusterKey);
}

/** The facts that take leave of them. */
export async function goneClusters(config: Watching, store: KnownPresence, at: EpochMs): Promise<Fact[]> {
  const known = await store.documents('cluster', null);
  const gone = known.filter(({ key, removed }) => !removed && !isWatched(config, key));
  return gone.map(({ key }): Fact => ({ type: 'cluster-removed', at, clusterKey: key }));
}
