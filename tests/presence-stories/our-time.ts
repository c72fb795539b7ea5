/** The observer's own clock beside the world's: its host can be stopped for a while, as a suspended machine or a blocked loop is. */
import type { HostClocks } from '../../server/monitor/observer-watch';
import type { Time } from '../../server/time/time';

export interface OurTime extends Time, HostClocks {
  /** From now on nothing of ours runs; what became due runs late, in order, when it is let go. */
  freeze(): void;
  thaw(): void;
}

export function createOurTime(time: Time): OurTime {
  let frozen = false;
  const held: (() => void)[] = [];
  return {
    now: () => time.now(),
    wallOffsetMs: () => 0,
    monoMs: () => time.monoMs(),
    random: () => time.random(),
    uuid: () => time.uuid(),
    after(delayMs, run) {
      let cancelled = false;
      const cancel = time.after(delayMs, () => {
        if (!frozen) run();
        else held.push(() => cancelled || run());
      });
      return () => {
        cancelled = true;
        cancel();
      };
    },
    read: () => ({ monoMs: time.monoMs(), uptimeMs: time.monoMs(), wallMs: time.now() }),
    addSuspension: () => undefined,
    addWallStep: () => undefined,
    freeze() {
      frozen = true;
    },
    thaw() {
      frozen = false;
      for (const run of held.splice(0)) run();
    },
  };
}
