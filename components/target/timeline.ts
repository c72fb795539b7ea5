/** The state timeline of a window as segments without holes: what nobody observed is unknown, not nothing. Pure. */
import type { EpochMs, PhaseInterval } from '#contract';
import type { StatusKind } from '../session/status';

export type SegmentKind = Extract<StatusKind, 'online' | 'connecting' | 'backoff' | 'stopped' | 'unknown'>;

export interface Segment {
  kind: SegmentKind;
  from: EpochMs;
  to: EpochMs;
}

/**
 * Cuts the intervals to [from, to], fills holes as unknown and joins equal neighbours. A try to connect after a back-off is
 * still the same outage, so it counts as lost.
 * @param unknownSince nobody measures since then, whatever the last interval says
 */
export function timelineOf(
  intervals: readonly PhaseInterval[],
  from: EpochMs,
  to: EpochMs,
  unknownSince: EpochMs | null = null,
): Segment[] {
  const until = unknownSince === null ? to : Math.max(from, Math.min(to, unknownSince));
  const segments: Segment[] = [];
  let at = from;
  let before: PhaseInterval['phase'] | null = null;
  for (const interval of [...intervals].sort((a, b) => a.from - b.from)) {
    const retrying: boolean = interval.phase === 'connecting' && before === 'backoff';
    const kind = retrying ? 'backoff' : interval.phase;
    if (interval.phase !== 'unknown' && !retrying) before = interval.phase;
    const start = Math.max(at, interval.from);
    const end = Math.min(interval.to ?? until, until);
    if (end <= start) continue;
    if (start > at) push(segments, { kind: 'unknown', from: at, to: start });
    push(segments, { kind, from: start, to: end });
    at = end;
  }
  if (at < to) push(segments, { kind: 'unknown', from: at, to });
  return segments;
}

function push(segments: Segment[], next: Segment): void {
  const last = segments.at(-1);
  if (last !== undefined && last.kind === next.kind && last.to === next.from) last.to = next.to;
  else segments.push(next);
}
