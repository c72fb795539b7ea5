/** The calendar of maintenance, and what a planned window would be. */
import { type MaintenanceCalendar, type TargetState, type WindowPreview, windowWhen } from '#contract';
import { isInOwnMaintenance, spansOf } from '../../server/domain/alert/maintenance';
import { windowPreviewOf } from '../../server/domain/alert/window-preview';
import { store } from './store';
import { wallTime } from './time';

const SPANS_AT_MOST = 400;
const SHOWN_AT_FIRST_MS = 35 * 86_400_000;
const LONGEST_MS = 93 * 86_400_000;

/** From now on for five weeks. */
export async function firstCalendar(): Promise<MaintenanceCalendar> {
  const at = wallTime();
  const calendar = await loadCalendar(at, at + SHOWN_AT_FIRST_MS);
  if (calendar === null) throw new Error('five weeks from now are a range');
  return calendar;
}

/** null: the range makes no sense. */
export async function loadCalendar(from: number, to: number): Promise<MaintenanceCalendar | null> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to || to - from > LONGEST_MS) return null;
  const reads = await store();
  const [{ setup }, servers, targets] = await Promise.all([
    reads.alertingSnapshot(wallTime(), wallTime(), 0),
    reads.servers(),
    reads.targetsKnown(),
  ]);
  const spans = (setup?.windows ?? [])
    .flatMap((w) => spansOf(w.when, from, to, SPANS_AT_MOST + 1).map((span) => ({ windowId: w.id, ...span })))
    .sort((a, b) => a.from - b.from || (a.windowId < b.windowId ? -1 : 1));
  const own = servers.filter(isInOwnMaintenance).map(({ clusterKey, nodeKey, nodeName }) => {
    return { clusterKey, nodeKey, nodeName, text: `${nodeName} is in Finesse's own maintenance mode` };
  });
  return {
    from,
    to,
    spans: spans.slice(0, SPANS_AT_MOST),
    more: spans.length > SPANS_AT_MOST,
    own,
    places: placesOf(targets),
  };
}

/** By name; what is archived is no longer looked at. */
function placesOf(targets: readonly TargetState[]): MaintenanceCalendar['places'] {
  const clusters = new Map<string, { clusterName: string; nodes: Map<string, string> }>();
  for (const t of targets.filter(({ archived }) => !archived)) {
    const cluster = clusters.get(t.clusterKey) ?? { clusterName: t.clusterName, nodes: new Map() };
    clusters.set(t.clusterKey, cluster);
    cluster.nodes.set(t.nodeKey, t.nodeName);
  }
  return [...clusters]
    .map(([clusterKey, { clusterName, nodes }]) => ({
      ...{ clusterKey, clusterName },
      nodes: [...nodes]
        .map(([nodeKey, name]) => ({ nodeKey, name }))
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    }))
    .sort((a, b) => a.clusterName.localeCompare(b.clusterName, 'en'));
}

/** null: that is no window. */
export function previewOf(query: URLSearchParams): WindowPreview | null {
  const of = (name: string) => Number(query.get(name) ?? Number.NaN);
  const when = windowWhen.safeParse(
    query.get('kind') === 'once'
      ? { kind: 'once', from: of('from'), to: of('to') }
      : { kind: 'recurring', cron: query.get('cron'), zone: query.get('zone'), lastsMs: of('lastsMs') },
  );
  return when.success ? windowPreviewOf(when.data, wallTime()) : null;
}
