/** Everyday trouble by network profile: Wi-Fi that drops, laptops that sleep, tabs that a browser throttles, and F5. */
import { isOnCall, type NetworkProfile } from '../model';
import type { Switches } from '../switches';
import type { Cti } from './cti';
import type { Desktop } from './desktop';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

export interface AmbientHost {
  clock: Scheduler;
  random: Random;
  cti: Cti;
  switches: Switches;
  reloadMs: number;
}

/** Minutes between two troubles on average, and how many seconds one lasts. */
const habits: Record<NetworkProfile, { everyMin: number; lastsS: readonly [number, number] }> = {
  lan: { everyMin: 240, lastsS: [2, 6] },
  vpn: { everyMin: 90, lastsS: [2, 14] },
  wifi: { everyMin: 35, lastsS: [3, 40] },
  laptop: { everyMin: 60, lastsS: [20, 400] },
  throttled: { everyMin: 25, lastsS: [40, 150] },
};
/** One F5 per desktop on average, minutes. */
const RELOAD_EVERY_MIN = 180;

export function startAmbientTrouble(desktops: readonly Desktop[], host: AmbientHost): void {
  for (const desktop of desktops) {
    plan(desktop, host, habits[desktop.agent.profile].everyMin, () => trouble(desktop, host));
    plan(desktop, host, RELOAD_EVERY_MIN, () => desktop.reload(host.reloadMs));
  }
}

function plan(desktop: Desktop, host: AmbientHost, everyMin: number, run: () => void): void {
  host.clock.after(host.random.around(everyMin * 60_000), () => {
    if (desktop.isConnected()) run();
    plan(desktop, host, everyMin, run);
  });
}

function trouble(desktop: Desktop, { clock, random, cti, switches }: AmbientHost): void {
  const { profile, loginId } = desktop.agent;
  const lasts = random.between(...habits[profile].lastsS) * 1000;
  if (profile === 'laptop' || profile === 'throttled') {
    if (profile === 'throttled' && switches.throttledTabs === 'exempt') return;
    // nobody closes the lid during a call
    if (isOnCall(cti.stateOf(loginId))) return;
    desktop.setAwake(false);
    clock.after(lasts, () => desktop.setAwake(true));
    return;
  }
  desktop.setLinked(false, 'vanish');
  clock.after(lasts, () => desktop.setLinked(true, 'vanish'));
}
