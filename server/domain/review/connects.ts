/** Attempts to connect over time, phase by phase: of too many, the one of each slot that took longest. */
import type { ConnectColumn, EventOf, PhaseSpan } from '#contract';
import type { Span } from '../history/timeline';
import { bySlotOf } from './thin';

type Connect = Pick<EventOf<'connect-finished'>, 'at' | 'startedAt' | 'outcome' | 'phases' | 'failure'>;

/** In order of time. */
export function columnsOf(connects: readonly Connect[], range: Span, parts: number): ConnectColumn[] {
  const inOrder = [...connects].sort((a, b) => a.at - b.at);
  return bySlotOf(inOrder, (c) => c.at, range, parts).flatMap((group) => {
    const slowest = group.reduce<Connect | null>((a, b) => (a === null || tookOf(b) > tookOf(a) ? b : a), null);
    if (slowest === null) return [];
    return [
      {
        at: slowest.at,
        tookMs: tookOf(slowest),
        outcome: slowest.outcome,
        phases: summed(slowest.phases),
        failure: slowest.failure,
        count: group.length,
        failed: group.filter((c) => c.outcome === 'failed').length,
      },
    ];
  });
}

function tookOf(connect: Connect): number {
  return Math.max(0, ...connect.phases.map((p) => p.offsetMs + p.tookMs));
}

/** A phase that came twice once, so that the phases of all attempts can be stacked alike. */
function summed(phases: readonly PhaseSpan[]): PhaseSpan[] {
  const of = new Map<PhaseSpan['phase'], PhaseSpan>();
  for (const span of phases) {
    const known = of.get(span.phase);
    of.set(span.phase, known === undefined ? span : { ...known, tookMs: known.tookMs + span.tookMs });
  }
  return [...of.values()];
}
