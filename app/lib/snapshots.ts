/** What pages and resync routes start from. */
import { type TargetSnapshot, targetKey } from '#contract';
import { OVERVIEW_WINDOW_MS, type OverviewPage } from '../../components/overview/model';
import { TARGET_WINDOW_MS } from '../../components/target/model';
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

/** A segment of the address; what is not percent-encoded properly stays as it is, and is no key. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
