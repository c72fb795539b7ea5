/** The calendar of maintenance, and what a planned window would be. */
import { type MaintenanceCalendar, type WindowPreview, windowWhen } from '#contract';
import { isInOwnMaintenance, spansOf } from '../../server/domain/alert/maintenance';
import { windowPreviewOf } from '../../server/domain/alert/window-preview';
import { store } from './store';
import { wallTime } from './time';

const SPANS_AT_MOST = 400;
const LONGEST_MS = 93 * 86_400_000;

/** null: the range makes no sense. */
export async function loadCalendar(from: number, to: number): Promise<MaintenanceCalendar | null> {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to || to - from > LONGEST_MS) return null;
  const reads = await store();
  const [{ setup }, { servers }] = await Promise.all([
    reads.alertingSnapshot(wallTime(), wallTime(), 0),
    reads.boardSnapshot({ clusterKey: null, teams: [], at: wallTime() }),
  ]);
  const spans = (setup?.windows ?? [])
    .flatMap((w) => spansOf(w.when, from, to, SPANS_AT_MOST + 1).map((span) => ({ windowId: w.id, ...span })))
    .sort((a, b) => a.from - b.from || (a.windowId < b.windowId ? -1 : 1));
  const own = servers.filter(isInOwnMaintenance).map(({ clusterKey, nodeKey, nodeName }) => {
    return { clusterKey, nodeKey, nodeName, text: `${nodeName} is in Finesse's own maintenance mode` };
  });
  return { from, to, spans: spans.slice(0, SPANS_AT_MOST), more: spans.length > SPANS_AT_MOST, own };
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
