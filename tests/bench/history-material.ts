/** A plausible year for the benchmark of history: a few kinds of targets, each with 30 days of pings, told by `history.bench.ts`. */
import type { PingSample } from '../../server/domain/history/chunk';
import { DAY_MS } from '../../server/domain/history/rollup';
import { mulberry32 } from '../../server/time/virtual-time';

export const PING_MS = 10_000;
export const PINGS_A_DAY = DAY_MS / PING_MS;

export interface Year {
  targets: number;
  /** Of these, every ping of the last days is kept. */
  atFullRate: number;
  days: number;
  fullRateDays: number;
  tenMinuteDays: number;
  /** Midnight at its end. */
  end: number;
}

export const keyOf = (id: number) => `lab${Math.floor((id - 1) / 6)}/n${id}/websocket`;

/** RTT in µs and its usual spread: a LAN, a campus, a WAN, a far branch. */
const kinds = [
  { baseUs: 900, spread: 0.09 },
  { baseUs: 4_000, spread: 0.06 },
  { baseUs: 14_000, spread: 0.05 },
  { baseUs: 55_000, spread: 0.03 },
];

/**
 * A day of pings: late by what a busy process is late, slower by day than by night, one in 200 much slower, one in 1,000 missed.
 *
 * @param kind the how-manieth target
 */
export function dayOfPings(kind: number, dayStart: number): PingSample[] {
  const random = mulberry32(kind * 1_000 + (dayStart / DAY_MS) * 7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const { baseUs = 900, spread = 0.05 } = kinds[kind % kinds.length] ?? {};
  const samples: PingSample[] = [];
  for (let at = dayStart + Math.floor(random() * PING_MS); at < dayStart + DAY_MS; ) {
    const hour = (at - dayStart) / 3_600_000;
    const busy = 1 + 0.25 * Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI));
    const slow = random() < 0.005 ? 1 + random() * 10 : 1;
    const rttUs = Math.round(baseUs * busy * slow * Math.exp(spread * normal()));
    samples.push({ at, rttUs: random() < 0.001 ? null : rttUs });
    at += PING_MS + Math.floor(-Math.log(1 - random()) * 0.8);
  }
  return samples;
}
