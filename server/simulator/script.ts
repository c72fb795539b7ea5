/** Faults on a timetable that starts over: pure questions about it, and the shell that plays it. */
import { z } from 'zod';
import type { TransportKind } from '#contract';
import type { Cancel, Time } from '../time/time';
import { type FaultInput, faultInput } from './faults';

export const scriptStep = z.strictObject({
  /** From the start of a round, ms. */
  atMs: z.number().int().nonnegative(),
  /** For people. */
  label: z.string(),
  faults: z.array(faultInput).min(1),
  /** What a session that pings every 2 s, with 2 s to answer and 2 retries, makes of it. */
  effect: z.discriminatedUnion('kind', [
    /** Slower or missed pings, and the session stays. Over after `forMs`. */
    z.strictObject({ kind: z.literal('degrades'), forMs: z.number().int().positive() }),
    /** The session is lost, at the latest after `lostByMs`, and online again at the latest after `backByMs`. */
    z.strictObject({
      kind: z.literal('loses'),
      lostByMs: z.number().int().positive(),
      backByMs: z.number().int().positive(),
    }),
  ]),
});
export const faultScript = z.strictObject({ roundMs: z.number().int().positive(), steps: z.array(scriptStep).min(1) });
export type FaultScript = z.input<typeof faultScript>;

/** Something that shows, in ms since the start of the script. */
export interface Episode {
  kind: 'degrades' | 'loses';
  transport: TransportKind | 'all';
  fromMs: number;
  /** When it is over: better again, or back online. */
  toMs: number;
}

/** Everything that shows and begins before `untilMs`, over as many rounds as that takes. */
export function episodes(script: FaultScript, untilMs: number): Episode[] {
  const rounds = Math.ceil(untilMs / script.roundMs);
  return Array.from({ length: rounds }, (_, round) =>
    script.steps.map(({ atMs, faults, effect }): Episode => {
      const fromMs = round * script.roundMs + atMs;
      const lastsMs = effect.kind === 'loses' ? effect.backByMs : effect.forMs;
      return { kind: effect.kind, transport: faults[0]?.transport ?? 'all', fromMs, toMs: fromMs + lastsMs };
    }),
  )
    .flat()
    .filter((episode) => episode.fromMs < untilMs);
}

/** Plays the script until cancelled. @param act is told of every fault at its time */
export function playScript(script: FaultScript, time: Time, act: (fault: FaultInput) => void): Cancel {
  const steps = [...script.steps].sort((a, b) => a.atMs - b.atMs);
  const startedMono = time.monoMs();
  let cancel: Cancel = () => undefined;

  function arm(n: number): void {
    const step = steps[n % steps.length];
    if (step === undefined) return;
    const dueMs = Math.floor(n / steps.length) * script.roundMs + step.atMs;
    cancel = time.after(startedMono + dueMs - time.monoMs(), () => {
      for (const fault of step.faults) act(fault);
      arm(n + 1);
    });
  }

  arm(0);
  return () => cancel();
}
