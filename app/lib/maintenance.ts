/** The calendar of maintenance, and what a planned window would be. */
import { z } from 'zod';
import { epochMs, type MaintenanceCalendar, type TargetState, type WindowPreview, windowWhen } from '#contract';
import { isInOwnMaintenance, spansOf } from '../../server/domain/alert/maintenance';
import { windowPreviewOf } from '../../server/domain/alert/window-preview';
import { store } from './store';
import { wallTime } from './time';

const SPANS_AT_MOST = 400;
const SHOWN_AT_FIRST_MS = 35 * 86_400_000;
const LONGEST_MS = 93 * 86_400_000;

const moment = z.coerce.number('must be milliseconds since 1970').pipe(epochMs.max(8.64e15));

export const calendarQuery = z.object({
  from: moment.describe('Milliseconds since 1970.'),
  to: moment.describe('Milliseconds since 1970; at most 93 days after `from`.'),
});

export const previewQuery = z.object({
  kind: z
    .enum(['once', 'recurring'])
    .describe('`once` needs `from` and `to`, `recurring` needs `cron`, `zone` and `lastsMs`.'),
  from: moment.optional(),
  to: moment.optional(),
  cron: z.string().max(100).optional().describe('Minute, hour, day, month, day of the week.'),
  zone: z.string().max(100).optional().describe('The IANA name of a time zone.'),
  lastsMs: z.coerce.number().int().optional().describe('A minute to a week.'),
});

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
export function previewOf({ kind, ...asked }: z.infer<typeof previewQuery>): WindowPreview | null {
  const { from, to, cron, zone, lastsMs } = asked;
  const when = windowWhen.safeParse(kind === 'once' ? { kind, from, to } : { kind, cron, zone, lastsMs });
  return when.success ? windowPreviewOf(when.data, wallTime()) : null;
}
