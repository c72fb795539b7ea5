/** What was fetched, gone on with what was heard since: pings, states, connects and marks up to this second. Pure. */
import type { EpochMs, HistoryPoint, HistorySpan, StatusTally, TargetSeries } from '#contract';
import type { Span } from '../history/view';
import { TARGET_WINDOW_MS, type TargetModel } from './model';
import { timelineOf } from './timeline';

type Heard = Pick<TargetModel, 'state' | 'samples' | 'intervals' | 'connects' | 'marks'>;

/**
 * The last quarter of an hour is told by the page itself, what lies before as it was fetched.
 *
 * @param fetched of a range that ends a little before `span`
 * @param unknownSince nobody measures since then
 */
export function liveSeries(
  fetched: TargetSeries,
  heard: Heard,
  span: Span,
  unknownSince: EpochMs | null,
): TargetSeries {
  const ownFrom = Math.max(span.from, span.to - TARGET_WINDOW_MS);
  const points = fetched.stepMs === null ? pings(fetched, heard, span, ownFrom) : slots(fetched, heard, fetched.stepMs);
  const statuses = joined([
    ...cut(fetched.statuses, { from: span.from, to: ownFrom }),
    ...ownStatuses(fetched, heard, { from: ownFrom, to: span.to }, unknownSince),
  ]);
  return {
    ...fetched,
    points,
    // Percentiles of merged points are not to be had here: of a longer range they are those of the last fetch.
    whole: fetched.stepMs === null ? wholeOf(points, span) : fetched.whole,
    statuses,
    // The fetched ones may have been thinned out for drawing.
    tally: fetched.stepMs === null ? tallyOf(statuses) : fetched.tally,
    marks: [...fetched.marks, ...heard.marks.filter((m) => m.at >= fetched.to)],
    notes: fetched.notes.map((note) => (note.goesOn && note.to >= fetched.to ? { ...note, to: span.to } : note)),
    connects: [
      ...fetched.connects,
      ...heard.connects
        .filter((c) => c.at >= fetched.to)
        .reverse()
        .map((c) => ({
          ...{ at: c.at, tookMs: c.at - c.startedAt, outcome: c.outcome, phases: c.phases, failure: c.failure },
          ...{ count: 1, failed: c.outcome === 'failed' ? 1 : 0 },
        })),
    ],
  };
}

function pings({ points }: TargetSeries, { samples }: Heard, { from, to }: Span, ownFrom: EpochMs): HistoryPoint[] {
  const before = points.filter((p) => p.from >= from && p.from < ownFrom);
  return [...before, ...samples.flatMap((s) => (s.at >= ownFrom && s.at <= to ? [pointOf(s.at, s.at, [s])] : []))];
}

/** Slots that were over when they were fetched stay; what came since is in slots of the same length. */
function slots({ points, to }: TargetSeries, { samples }: Heard, stepMs: number): HistoryPoint[] {
  const since = samples.filter((s) => s.at >= to);
  const groups = new Map<number, typeof since>();
  for (const sample of since) {
    const slot = Math.floor(sample.at / stepMs);
    groups.set(slot, [...(groups.get(slot) ?? []), sample]);
  }
  const more = [...groups].map(([slot, group]) => pointOf(Math.max(to, slot * stepMs), (slot + 1) * stepMs, group));
  return [...points, ...more];
}

function pointOf(from: EpochMs, to: EpochMs, samples: Heard['samples']): HistoryPoint {
  const rtts = samples.flatMap((s) => (s.rttMs === null ? [] : [s.rttMs])).sort((a, b) => a - b);
  const at = (q: number) => rtts[Math.max(0, Math.ceil(q * rtts.length) - 1)] ?? null;
  const sum = rtts.reduce((total, rtt) => total + rtt, 0);
  return {
    ...{ from, to, count: samples.length, misses: samples.length - rtts.length },
    ...{ minMs: at(0), maxMs: at(1), meanMs: rtts.length === 0 ? null : sum / rtts.length },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95) },
  };
}

function wholeOf(points: readonly HistoryPoint[], { from, to }: Span): HistoryPoint {
  return pointOf(
    from,
    to,
    points.map((p) => ({ at: p.from, rttMs: p.p50Ms })),
  );
}

/** As history tells it: a first try to connect is nothing, one after a loss is down; a ping that is missed takes from sending until it is given up. */
function ownStatuses(fetched: TargetSeries, heard: Heard, span: Span, unknownSince: EpochMs | null): HistorySpan[] {
  const refused = heard.intervals.map((i) =>
    i.phase === 'stopped' && i.failure !== null ? { ...i, phase: 'backoff' as const } : i,
  );
  const segments = timelineOf(refused, span.from, span.to, unknownSince);
  const spans = segments.map(({ kind, from, to }, i): HistorySpan => {
    const failed = kind === 'backoff' || (kind === 'connecting' && segments[i + 1]?.kind === 'backoff');
    return { from, to, status: kind === 'online' ? 'up' : failed ? 'down' : 'unknown' };
  });
  const { pingTimeoutMs } = heard.state;
  const missed = heard.samples.flatMap((s) => (s.rttMs === null ? [{ from: s.at, to: s.at + pingTimeoutMs }] : []));
  const maintained = fetched.statuses.filter((s) => s.status === 'maintained');
  return laid(laid(spans, missed, 'degraded', ['up']), maintained, 'maintained', ['up', 'degraded', 'down']);
}

/** What lies in one of the others becomes `status`, where it is one of `over`. */
function laid(
  spans: readonly HistorySpan[],
  others: readonly Span[],
  status: HistorySpan['status'],
  over: readonly HistorySpan['status'][],
): HistorySpan[] {
  return others.reduce<HistorySpan[]>(
    (pieces, other) =>
      pieces.flatMap((s) => {
        const from = Math.max(s.from, other.from);
        const to = Math.min(s.to, other.to);
        if (to <= from || !over.includes(s.status)) return [s];
        return [
          { ...s, to: from },
          { from, to, status },
          { ...s, from: to },
        ].filter((piece) => piece.to > piece.from);
      }),
    [...spans],
  );
}

function cut(spans: readonly HistorySpan[], { from, to }: Span): HistorySpan[] {
  return spans
    .map((s) => ({ ...s, from: Math.max(from, s.from), to: Math.min(to, s.to) }))
    .filter((s) => s.to > s.from);
}

function joined(spans: readonly HistorySpan[]): HistorySpan[] {
  const out: HistorySpan[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last !== undefined && last.status === span.status && last.to === span.from) last.to = span.to;
    else out.push({ ...span });
  }
  return out;
}

function tallyOf(spans: readonly HistorySpan[]): StatusTally {
  const tally: StatusTally = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintainedMs: 0 };
  for (const { from, to, status } of spans) tally[`${status}Ms`] += to - from;
  return tally;
}
