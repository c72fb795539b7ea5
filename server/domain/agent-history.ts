/** What an agent's page shows of the past: the verdicts as spans, honest about the time that nobody observed, and recorded states. */
import type { Disconnect, EpochMs, EventOf, HealthSpan, StateSpan, UnobservedSpan } from '#contract';
import { observedPieces } from './unobserved';

/** After our absence the verdict of before is nobody's until it is given anew; longer than this, and there was nothing new to say. */
export const JUDGED_AGAIN_MS = 60_000;
/** How long after a disconnect states are recorded (DESIGN §5c). */
export const STATES_AFTER_MS = 15 * 60_000;

/**
 * @param verdicts in order of seq, the one in force before `from` first
 * @param unobserved in order, without overlap, up to the present
 * @param at now: the last span goes on unless nobody observes
 */
export function healthSpans(
  verdicts: readonly EventOf<'agent-health-changed'>[],
  unobserved: readonly UnobservedSpan[],
  from: EpochMs,
  at: EpochMs,
): HealthSpan[] {
  const spans: HealthSpan[] = [];
  for (const { since, health } of verdicts) {
    const last = spans.at(-1);
    if (last !== undefined) last.to = Math.max(last.from, since);
    spans.push({ from: last === undefined ? since : Math.max(last.from, since), to: null, health });
  }
  const absences = unobserved.map((gap) => ({ from: gap.from, to: judgedAgainAt(gap, verdicts) ?? gap.to }));
  const known = spans
    .filter((span) => span.to === null || span.to > span.from)
    .flatMap((span) => observedPieces(span, absences));
  const unknown = absences.map((gap) => ({ from: gap.from, to: gap.to >= at ? null : gap.to, health: null }));
  return [...known, ...unknown]
    .filter((span) => (span.to === null ? span.from < at : span.to > from))
    .map((span) => ({ ...span, from: Math.max(from, span.from) }))
    .sort((a, b) => a.from - b.from);
}

/** When the first verdict after a gap began; null = none soon. */
function judgedAgainAt(gap: UnobservedSpan, verdicts: readonly EventOf<'agent-health-changed'>[]): EpochMs | null {
  const next = verdicts.find((v) => v.at >= gap.to);
  return next !== undefined && next.at - gap.to <= JUDGED_AGAIN_MS ? Math.max(gap.to, next.since) : null;
}

/**
 * States around disconnects. A state lasts until the next one that was recorded, but not beyond the time in which states of its
 * disconnect were recorded at all.
 *
 * @param recorded in order of seq
 */
export function stateSpans(
  recorded: readonly EventOf<'agent-state-recorded'>[],
  disconnects: readonly Disconnect[],
  unobserved: readonly UnobservedSpan[],
  from: EpochMs,
  at: EpochMs,
): StateSpan[] {
  const byId = new Map(disconnects.map((d) => [d.id, d]));
  const inOrder = [...recorded].sort((a, b) => a.since - b.since);
  const spans = inOrder.map((e, i): StateSpan => {
    // Around none: everything is recorded, until the next one.
    const until = e.disconnectId === null ? Number.POSITIVE_INFINITY : recordedUntil(byId.get(e.disconnectId), e);
    const next = inOrder[i + 1]?.since ?? Number.POSITIVE_INFINITY;
    const to = Math.min(until, next);
    return { from: e.since, to: to > at ? null : to, state: e.state, code: e.code, label: e.label };
  });
  return spans
    .flatMap((span) => observedPieces(span, unobserved))
    .filter((span) => (span.to === null ? span.from < at : span.to > Math.max(from, span.from)))
    .map((span) => ({ ...span, from: Math.max(from, span.from) }));
}

function recordedUntil(d: Disconnect | undefined, e: EventOf<'agent-state-recorded'>): EpochMs {
  const last = d === undefined ? e.at : Math.max(e.at, d.lost?.to ?? 0, d.end?.at ?? 0, d.returned?.at ?? 0);
  return last + STATES_AFTER_MS;
}
