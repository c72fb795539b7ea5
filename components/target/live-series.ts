/** What was fetched, gone on with what was heard since: pings, states, connects and marks up to this second. Pure. */
import type { EpochMs, HistoryPoint, HistorySpan, PhaseInterval, Sample, StatusTally, TargetSeries } from '#contract';
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
  const samples = heard.samples.filter((s) => s.at >= ownFrom && s.at <= span.to);
  const statuses = joined([
    ...cut(fetched.statuses, { from: span.from, to: ownFrom }),
    ...ownStatuses(fetched, heard, { from: ownFrom, to: span.to }, unknownSince),
  ]);
  return {
    ...fetched,
    ...pointsOf(fetched, samples, span, ownFrom),
    statuses,
    // The fetched ones may have been thinned out for drawing.
    tally: sameTally(tallyOf(fetched.statuses), fetched.tally) ? tallyOf(statuses) : fetched.tally,
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

function pointsOf(
  { points, stepMs, to, whole }: TargetSeries,
  samples: readonly Sample[],
  span: Span,
  ownFrom: EpochMs,
): Pick<TargetSeries, 'points' | 'whole'> {
  if (stepMs === null || ownFrom <= span.from) {
    const before = points.filter((p) => p.from >= span.from && p.from < ownFrom);
    const own = stepMs === null ? samples.map((s) => pointOf(s.at, s.at, [s])) : slotsOf(samples, stepMs, ownFrom);
    const all = [...before.map((p) => ({ at: p.from, rttMs: p.p50Ms })), ...samples];
    return { points: [...before, ...own], whole: pointOf(span.from, span.to, all) };
  }
  // Slots that were over when they were fetched stay.
  const since = samples.filter((s) => s.at >= to);
  return { points: [...points, ...slotsOf(since, stepMs, to)], whole: grown(whole, pointOf(to, span.to, since)) };
}

function slotsOf(samples: readonly Sample[], stepMs: number, from: EpochMs): HistoryPoint[] {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const slot = Math.floor(sample.at / stepMs);
    groups.set(slot, [...(groups.get(slot) ?? []), sample]);
  }
  return [...groups].map(([slot, group]) => pointOf(Math.max(from, slot * stepMs), (slot + 1) * stepMs, group));
}

/** Percentiles of both together are not to be had here: they are those of the last fetch. */
function grown(whole: HistoryPoint, more: HistoryPoint): HistoryPoint {
  const of = (choose: (a: number, b: number) => number, a: number | null, b: number | null) =>
    a === null || b === null ? (a ?? b) : choose(a, b);
  return {
    ...whole,
    ...{ count: whole.count + more.count, misses: whole.misses + more.misses },
    ...{ minMs: of(Math.min, whole.minMs, more.minMs), maxMs: of(Math.max, whole.maxMs, more.maxMs) },
  };
}

function pointOf(from: EpochMs, to: EpochMs, samples: readonly Sample[]): HistoryPoint {
  const rtts = samples.flatMap((s) => (s.rttMs === null ? [] : [s.rttMs])).sort((a, b) => a - b);
  const at = (q: number) => rtts[Math.max(0, Math.ceil(q * rtts.length) - 1)] ?? null;
  const sum = rtts.reduce((total, rtt) => total + rtt, 0);
  return {
    ...{ from, to, count: samples.length, misses: samples.length - rtts.length },
    ...{ minMs: at(0), maxMs: at(1), meanMs: rtts.length === 0 ? null : sum / rtts.length },
    ...{ p50Ms: at(0.5), p95Ms: at(0.95) },
  };
}

/** As history tells it: a first try to connect is nothing, one after a loss is down; a ping that is missed takes from sending until it is given up. */
function ownStatuses(fetched: TargetSeries, heard: Heard, span: Span, unknownSince: EpochMs | null): HistorySpan[] {
  const segments = timelineOf(asOutages(heard.intervals), span.from, span.to, unknownSince);
  const spans = segments.map(({ kind, from, to }, i): HistorySpan => {
    const failed = kind === 'backoff' || (kind === 'connecting' && segments[i + 1]?.kind === 'backoff');
    return { from, to, status: kind === 'online' ? 'up' : failed ? 'down' : 'unknown' };
  });
  const { pingTimeoutMs } = heard.state;
  const missed = heard.samples.flatMap((s) => (s.rttMs === null ? [{ from: s.at, to: s.at + pingTimeoutMs }] : []));
  const maintained = fetched.statuses.filter((s) => s.status === 'maintained');
  return laid(laid(spans, missed, 'degraded', ['up']), maintained, 'maintained', ['up', 'degraded', 'down']);
}

/** A refusal is one, and so is connecting again after a loss; not so the first try after nothing. */
function asOutages(intervals: readonly PhaseInterval[]): PhaseInterval[] {
  let before: PhaseInterval['phase'] | null = null;
  return [...intervals]
    .sort((a, b) => a.from - b.from)
    .map((i) => {
      const again = i.phase === 'connecting' && (before === 'online' || before === 'backoff');
      const phase = again || (i.phase === 'stopped' && i.failure !== null) ? 'backoff' : i.phase;
      if (phase !== 'unknown') before = phase;
      return { ...i, phase };
    });
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

function sameTally(a: StatusTally, b: StatusTally): boolean {
  return a.upMs === b.upMs && a.downMs === b.downMs && a.degradedMs === b.degradedMs && a.unknownMs === b.unknownMs;
}
