/** The one axis of a review: places in percent, round ticks, and what every lane shows at a moment. Pure. */
import type { EpochMs, OutageReview } from '#contract';
import { rungName } from '../board/service';
import { transportName } from '../format/names';
import { formatRtt, plural } from '../format/units';
import { healthWord } from '../health/words';

export interface Range {
  from: EpochMs;
  to: EpochMs;
}

/** 0 … 100 */
export function placeOf(at: EpochMs, { from, to }: Range): number {
  return ((Math.min(to, Math.max(from, at)) - from) / Math.max(1, to - from)) * 100;
}

const S = 1_000;
const steps = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400].map((s) => s * S);

/** @param most how many labels have room */
export function stepOf({ from, to }: Range, most: number): number {
  return steps.find((step) => (to - from) / step <= most) ?? 7 * 86_400 * S;
}

const phaseWords = {
  stopped: 'paused',
  connecting: 'connecting',
  online: 'online',
  backoff: 'lost',
  unknown: 'unknown',
};
export const phaseWord = (phase: keyof typeof phaseWords): string => phaseWords[phase];

const covers =
  (at: EpochMs) =>
  (span: Range): boolean =>
    span.from <= at && at < span.to;

/** One line: what was not well at that moment, or that everything was. */
export function readoutAt(review: OutageReview, at: EpochMs): string {
  const rungs = review.readiness.flatMap((s) =>
    s.rungs.flatMap((r) =>
      r.spans.find(covers(at))?.status === 'bad' ? [`${s.nodeName}: ${rungName(r.rung)} failed`] : [],
    ),
  );
  const sessions = review.sessions.flatMap((s) => {
    const span = s.spans.find(covers(at));
    return span === undefined || span.phase === 'online'
      ? []
      : [`${s.nodeName} ${transportName(s.transport)} ${phaseWord(span.phase)}`];
  });
  const slowest = Math.max(
    ...review.rtt.map((r) => r.points.find((p) => p.from <= at && at <= Math.max(p.to, p.from))?.p95Ms ?? 0),
    0,
  );
  const near = (review.to - review.from) / 200;
  const marks = review.marks.flatMap((m) => (Math.abs(m.at - at) <= near ? [m.text] : [])).slice(0, 2);
  const parts = [
    ...[...rungs, ...sessions, ...agentsAt(review, at)],
    ...(slowest > 0 ? [`p95 ${formatRtt(slowest)} ms`] : []),
    ...marks,
  ];
  return parts.length === 0 ? 'nothing to tell' : parts.join(', ');
}

function agentsAt({ lanes }: OutageReview, at: EpochMs): string[] {
  const counts = new Map<string, number>();
  for (const lane of lanes) {
    const health = lane.spans.find(covers(at))?.health;
    if (health !== undefined && health !== 'connected') counts.set(health, (counts.get(health) ?? 0) + 1);
  }
  return (['at-risk', 'forced-out', 'unstable', 'unknown'] as const).flatMap((kind) => {
    const n = counts.get(kind);
    return n === undefined ? [] : [`${plural(n, 'agent')} ${healthWord(kind).toLowerCase()}`];
  });
}

/** A pseudonym, short enough for a lane. */
export function agentLabel({ id, name }: Pick<OutageReview['lanes'][number], 'id' | 'name'>): string {
  return name ?? (id.startsWith('pseudonym:') ? `Agent ${id.slice(10, 16)}` : id);
}
