/** Waits for Ctrl-C or a signal to end, and ends things in order; a second one, later, ends them at once. */
import type { Time } from '../time/time';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes a Ctrl-C on that the terminal has already sent to everybody: that is still the first one. */
const SAME_PRESS_MS = 1_000;

export interface Endable {
  stop(): Promise<void>;
  kill(): void;
}

/** Resolves when everything has been stopped after a signal. */
export async function untilSignal(what: Endable, time: Time, say: (line: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let firstAtMs: number | null = null;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (firstAtMs === null) {
          firstAtMs = time.monoMs();
          say('Stopping …');
          resolve();
        } else if (time.monoMs() - firstAtMs > SAME_PRESS_MS) what.kill();
      });
    }
  });
  await what.stop();
}
