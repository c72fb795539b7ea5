/** What the former run left in the database of one cluster's agents, for the watch that goes on from there. */
import type { EpochMs } from '#contract';
import type { AgentWatchOptions } from '../monitor/presence/agent-watch';
import type { KnownPresence } from '../store/port';

/** Longer than anything of a disconnect is awaited. */
const GROUPS_BACK_MS = 3_600_000;

/** @param seenUntil when the former run was last alive; null: there was none */
export async function knownPresence(
  store: KnownPresence,
  clusterKey: string,
  at: EpochMs,
  seenUntil: EpochMs | null,
): Promise<AgentWatchOptions['known']> {
  const openDisconnects = await store.openDisconnects(clusterKey);
  const oldest = Math.min(at, ...openDisconnects.map((d) => d.lost?.from ?? d.warnedAt ?? at));
  const [agents, groups, clusters] = await Promise.all([
    store.documents('agent', clusterKey),
    store.groupsSince(clusterKey, oldest - GROUPS_BACK_MS),
    store.documents('cluster', clusterKey),
  ]);
  return { agents, openDisconnects, groups, record: clusters[0]?.record ?? null, seenUntil };
}
