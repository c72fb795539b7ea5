/** What holds of every scenario, whatever its story: nothing invented, nothing harmful asked, and nobody left unknown at the end. */
import { expect } from 'vitest';
import { isAllowed } from '../../server/finesse/rest/requests';
import { heldAgainst } from './truth';
import type { Watched } from './watch';

export type Promised = 'seen' | 'inferred' | 'none';

const widestMs = { seen: 2_000, inferred: 12_000, none: 0 } as const;
/** FINESSE §1.3: after a failover UCCX logs out by itself, and only who talks is told of before. */
const withoutGrace = new Set(['uccx-standby']);

/** Told against what truly happened: every forced out is told, warned of first where that is promised, and none is made up. */
export function expectTruth(w: Watched, promised: Promised): void {
  const held = heldAgainst(w.told, w.events, w.startMs, promised === 'seen');
  expect(held).toMatchObject({ untold: [], invented: [], falseAlarms: [], outside: [] });
  expect(held.widestMs).toBeLessThanOrEqual(widestMs[promised]);
  if (withoutGrace.has(w.scenario.name)) return;
  if (promised === 'none') expect(w.told.risks()).toEqual([]);
  else expect(held.missed).toEqual([]);
  expect(w.problems).toEqual([]);
}

/** DESIGN §5c: monitors are nobody's colleagues, and everybody is known again once all feeds are. */
export function expectPeople(w: Watched): void {
  expect(w.told.listed().sort()).toEqual(
    w.world
      .agents()
      .map((agent) => agent.loginId)
      .sort(),
  );
  const unknown = w.world.agents().filter(({ loginId }) => w.told.health(loginId)?.kind === 'unknown');
  expect(unknown.map(({ loginId }) => w.told.tale(loginId).at(-1))).toEqual([]);
}

const MINUTE_MS = 60_000;

/** Everything that went out, by its text alone, and what any minute of it cost either server. */
export function expectHarmless({ https, config }: Watched): void {
  expect(https.asked.length).toBeGreaterThan(0);
  for (const { method, path, body } of https.asked)
    if (!isAllowed(method === 'GET' ? { method, path } : { method, path, body })) expect(`${method} ${path}`).toBe('');
  expect(new Set(https.asked.map((one) => one.method))).not.toContain('PUT');
  for (const { side, budget } of config.servers) {
    const mine = https.asked.filter((one) => one.side === side);
    mine.forEach((first, i) => {
      const minute = mine.slice(i).filter((one) => one.at < first.at + MINUTE_MS);
      expect(minute.length).toBeLessThanOrEqual(budget.requestsPerMinute);
      expect(minute.reduce((sum, one) => sum + one.bytes, 0)).toBeLessThanOrEqual(budget.bytesPerMinute);
    });
  }
}

/** The most that either server was asked in any minute. */
export function busiestMinute({ https }: Watched): { requests: number; kilobytes: number } {
  const minutes = https.asked.map((first) => {
    const its = https.asked.filter((o) => o.side === first.side && o.at >= first.at && o.at < first.at + MINUTE_MS);
    return { requests: its.length, kilobytes: its.reduce((sum, one) => sum + one.bytes, 0) / 1024 };
  });
  return {
    requests: Math.max(0, ...minutes.map((m) => m.requests)),
    kilobytes: Math.round(Math.max(0, ...minutes.map((m) => m.kilobytes))),
  };
}
