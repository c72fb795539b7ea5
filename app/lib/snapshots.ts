/** What pages and resync routes start from. */
import {
  type AgentSnapshot,
  agentRef,
  type BoardSnapshot,
  isInScope,
  type TargetSnapshot,
  targetKey,
  type Viewer,
} from '#contract';
import { AGENT_WINDOW_MS } from '../../components/agent/zoom';
import { OVERVIEW_WINDOW_MS, type OverviewPage } from '../../components/overview/model';
import { TARGET_WINDOW_MS } from '../../components/target/model';
import { auditView } from './audit';
import type { BoardScope } from './board-query';
import { store } from './store';
import { wallTime } from './time';

/** What the observer missed concerns every target alike, so the first target's timeline tells it for all. */
export async function loadOverview(): Promise<OverviewPage> {
  const reads = await store();
  const at = wallTime();
  const snapshot = await reads.overviewSnapshot(at, OVERVIEW_WINDOW_MS);
  const any = snapshot.targets.find((t) => !t.state.archived)?.state.key;
  const intervals = any === undefined ? [] : await reads.intervalsBetween(any, at - OVERVIEW_WINDOW_MS, at);
  return { ...snapshot, unknown: intervals.filter((i) => i.phase === 'unknown') };
}

/** @param path the segments of the key; null = no such target, or none that is still watched */
export async function loadTarget(path: readonly string[]): Promise<TargetSnapshot | null> {
  const key = targetKey.safeParse(path.map(decoded).join('/'));
  if (!key.success) return null;
  const snapshot = await (await store()).targetSnapshot(key.data, wallTime(), TARGET_WINDOW_MS);
  return snapshot === null || snapshot.state.archived ? null : snapshot;
}

const loading = new Map<string, Promise<BoardSnapshot>>();

/**
 * Everybody in sight; a cluster or team that is not there gives an empty board. Whoever asks for the same while it is being read gets
 * the same: after a restart of the worker all pages come at once.
 */
export function loadBoard({ clusterKey, teams }: BoardScope): Promise<BoardSnapshot> {
  const key = JSON.stringify([clusterKey, teams]);
  const underWay = loading.get(key);
  if (underWay !== undefined) return underWay;
  const board = readBoard(clusterKey, teams).finally(() => loading.delete(key));
  loading.set(key, board);
  return board;
}

async function readBoard(clusterKey: string | null, teams: BoardScope['teams']): Promise<BoardSnapshot> {
  return (await store()).boardSnapshot({ clusterKey, teams, at: wallTime() });
}

/**
 * Audited: whoever calls this shows a named agent's history to somebody. A page's segments of the address are still to be
 * `decoded`, a route's are already.
 *
 * @returns null = no such agent, or not one of theirs
 */
export async function loadAgent(
  viewer: Viewer,
  clusterKey: string,
  loginId: string,
  windowMs: number = AGENT_WINDOW_MS,
): Promise<AgentSnapshot | null> {
  if (!agentRef.safeParse({ clusterKey, loginId }).success) return null;
  const at = wallTime();
  const snapshot = await (await store()).agentSnapshot(clusterKey, loginId, at, windowMs);
  // Whose agent it is follows the team that they are in now.
  if (snapshot === null || !isInScope(viewer.teams, clusterKey, snapshot.agent.teamId)) return null;
  await auditView(viewer.actor, clusterKey, loginId, at);
  return snapshot;
}

/** A segment of the address as a page is given it; what is not percent-encoded properly stays as it is, and is no key. */
export function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
