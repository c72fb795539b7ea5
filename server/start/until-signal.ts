/** Waits for Ctrl-C or a signal to end, and ends things in order; a second one, later, ends them at once. */
import { environmentVariables } from '../config/env';
import { every, type Time } from '../time/time';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes a Ctrl-C on that the terminal has already sent to everybody: that is still the first one. */
const SAME_PRESS_MS = 1_000;
const PARENT_CHECK_MS = 1_000;

export interface Endable {
  stop(): Promise<void>;
  kill(): void;
}

/** Resolves when everything has been stopped after a signal. */
export async function untilSignal(what: Endable, time: Time, say: (line: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    let firstAtMs: number | null = null;
    onceOrphaned(time, () => {
      if (firstAtMs === null) say('npm is gone; stopping …');
      firstAtMs ??= time.monoMs();
      resolve();
    });
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

/** A signal to npm ends npm and the shell between us, and neither passes it on: then our parent is another one. */
function onceOrphaned(time: Time, run: () => void): void {
  if (environmentVariables().npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const cancel = every(time, PARENT_CHECK_MS, () => {
    if (process.ppid === parent) return;
    cancel();
    run();
  });
}
