/** A dead man's switch: somebody else's clock hears from us while we are well, and speaks up when it does not. */
import type { Log } from '../config/log';
import { fetchGuarded } from '../net/http';
import { every, type Time } from '../time/time';
import type { Secret } from '../xmpp/port';
import { conditionOf } from './notifiers/http';

export interface HeartbeatDeps {
  /** Whoever knows it can keep us alive: it is never logged. */
  url: Secret;
  everyMs: number;
  healthy(): boolean;
  time: Time;
  log: Pick<Log, 'warn'>;
}

const TIMEOUT_MS = 10_000;

/** @returns how to stop it */
export function startHeartbeat({ url, everyMs, healthy, time, log }: HeartbeatDeps): () => void {
  let failing = false;

  async function beat(): Promise<void> {
    if (!healthy()) return;
    const controller = new AbortController();
    const cancel = time.after(TIMEOUT_MS, () => controller.abort());
    try {
      const response = await fetchGuarded(url.reveal(), { signal: controller.signal });
      said(response.ok ? null : `http-${response.status}`);
    } catch (error) {
      said(conditionOf(error));
    } finally {
      cancel();
    }
  }

  function said(condition: string | null): void {
    if (condition !== null && !failing) log.warn({ condition }, 'the heartbeat is not heard');
    failing = condition !== null;
  }

  void beat();
  return every(time, everyMs, () => void beat());
}
