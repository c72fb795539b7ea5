/** Times the phases of one attempt to connect: which one is going on, and how long each took. */
import type { ConnectPhase, PhaseSpan } from '#contract';

interface OpenSpan {
  phase: ConnectPhase;
  sinceMs: number;
}

/** Spans are kept in the order in which they began; those still going on are told up to the moment of asking. */
export class PhaseTimer {
  readonly #startedMs: number;
  readonly #spans: PhaseSpan[] = [];
  #open: OpenSpan[] = [];

  /** @param monoMs the monotonic clock, the start of the attempt */
  constructor(monoMs: number) {
    this.#startedMs = monoMs;
  }

  /** The phase that is going on; of two at once, the one that began first. */
  get current(): ConnectPhase | null {
    return this.#open[0]?.phase ?? null;
  }

  /** Ends what is going on and begins `phase`; a phase that is already going on just goes on. */
  begin(phase: ConnectPhase, monoMs: number): void {
    if (this.current === phase) return;
    this.endAll(monoMs);
    this.#open.push({ phase, sinceMs: monoMs });
  }

  /** Begins `phase` beside what is going on. */
  beginBeside(phase: ConnectPhase, monoMs: number): void {
    this.#open.push({ phase, sinceMs: monoMs });
  }

  /** Ends `phase` if it is going on. */
  end(phase: ConnectPhase, monoMs: number): void {
    const still: OpenSpan[] = [];
    for (const span of this.#open) {
      if (span.phase === phase) this.#spans.push(this.#close(span, monoMs));
      else still.push(span);
    }
    this.#open = still;
  }

  endAll(monoMs: number): void {
    for (const span of this.#open) this.#spans.push(this.#close(span, monoMs));
    this.#open = [];
  }

  spans(monoMs: number): PhaseSpan[] {
    return [...this.#spans, ...this.#open.map((span) => this.#close(span, monoMs))];
  }

  #close(span: OpenSpan, monoMs: number): PhaseSpan {
    return {
      phase: span.phase,
      offsetMs: threeDecimals(span.sinceMs - this.#startedMs),
      tookMs: threeDecimals(monoMs - span.sinceMs),
    };
  }
}

/** Milliseconds with three decimals, never negative. */
export function threeDecimals(ms: number): number {
  return Math.max(0, Math.round(ms * 1000) / 1000);
}
