/** Times the phases of one attempt to connect: which one is going on, and how long each took. */
import type { ConnectPhase, PhaseSpan } from '#contract';
import { threeDecimals } from '../time/three-decimals';

/**
 * Spans are kept in the order in which they began; those still going on are told up to the moment of asking. Kept as flat
 * numbers, because a session holds them for as long as it lives.
 */
export class PhaseTimer {
  readonly #startedMs: number;
  #phases: ConnectPhase[] = [];
  /** Per span: when it began and when it ended, monotonic; NaN while it goes on. */
  #times: number[] = [];
  #stoppedMs: number | null = null;

  /** @param monoMs the monotonic clock, the start of the attempt */
  constructor(monoMs: number) {
    this.#startedMs = monoMs;
  }

  /** The phase that is going on; of two at once, the one that began first. */
  get current(): ConnectPhase | null {
    return this.#phases.find((_, i) => this.#goesOn(i)) ?? null;
  }

  /** Ends what is going on and begins `phase`; a phase that is already going on just goes on. */
  begin(phase: ConnectPhase, monoMs: number): void {
    if (this.current === phase) return;
    this.#endWhere(() => true, monoMs);
    this.beginBeside(phase, monoMs);
  }

  /** Begins `phase` beside what is going on. */
  beginBeside(phase: ConnectPhase, monoMs: number): void {
    if (this.#stoppedMs !== null) return;
    this.#phases.push(phase);
    this.#times.push(monoMs, Number.NaN);
  }

  /** Ends `phase` if it is going on. */
  end(phase: ConnectPhase, monoMs: number): void {
    this.#endWhere((each) => each === phase, monoMs);
  }

  /** Ends what is going on; nothing is expected to begin any more. */
  endAll(monoMs: number): void {
    this.#endWhere(() => true, monoMs);
    this.#phases = this.#phases.slice();
    this.#times = this.#times.slice();
  }

  /** The attempt is over: what was going on stays `current` and lasted until now; nothing changes any more. */
  stop(monoMs: number): void {
    this.#stoppedMs ??= monoMs;
  }

  spans(monoMs: number): PhaseSpan[] {
    const now = this.#stoppedMs ?? monoMs;
    return this.#phases.map((phase, i) => {
      const since = this.#times[2 * i] ?? now;
      const until = this.#goesOn(i) ? now : (this.#times[2 * i + 1] ?? now);
      return { phase, offsetMs: threeDecimals(since - this.#startedMs), tookMs: threeDecimals(until - since) };
    });
  }

  #goesOn(i: number): boolean {
    return Number.isNaN(this.#times[2 * i + 1]);
  }

  #endWhere(matches: (phase: ConnectPhase) => boolean, monoMs: number): void {
    if (this.#stoppedMs !== null) return;
    this.#phases.forEach((phase, i) => {
      if (this.#goesOn(i) && matches(phase)) this.#times[2 * i + 1] = monoMs;
    });
  }
}
