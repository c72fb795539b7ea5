/** The heartbeat as it is configured, also when that changes. */
import { startHeartbeat } from '../alert/heartbeat';
import type { Log } from '../config/log';
import { saysTheSame } from '../config/same';
import type { HoldfastConfig } from '../config/schema';
import type { Time } from '../time/time';

export interface Heart {
  configure(config: Pick<HoldfastConfig, 'notify'>): void;
  stop(): void;
}

export function createHeart({ time, log }: { time: Time; log: Log }, healthy: () => boolean): Heart {
  let beating: HoldfastConfig['notify']['heartbeat'] = null;
  let stop = (): void => undefined;
  return {
    configure({ notify: { heartbeat } }) {
      if (saysTheSame(beating, heartbeat)) return;
      stop();
      beating = heartbeat;
      stop = heartbeat === null ? () => undefined : startHeartbeat({ ...heartbeat, healthy, time, log });
    },
    stop: () => stop(),
  };
}
