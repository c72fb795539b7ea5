import { expect, test } from 'vitest';
import { bookSlot } from '../../server/domain/admission';
import { judgeTick } from '../../server/domain/observer';

const before = { monoMs: 1_000, uptimeMs: 90_000, wallMs: 1_700_000_000_000 };
const after = (mono: number, uptime: number, wall: number) => ({
  monoMs: before.monoMs + mono,
  uptimeMs: before.uptimeMs + uptime,
  wallMs: before.wallMs + wall,
});
const quiet = { blockedMs: 0, suspendedMs: 0, steppedMs: 0 };

test('a second that took a second is quiet, and so is a little lateness', () => {
  expect(judgeTick(before, after(1_000, 1_000, 1_000), 1_000)).toEqual(quiet);
  expect(judgeTick(before, after(1_400, 1_390, 1_410), 1_000)).toEqual(quiet);
});

test('a loop that was blocked for five seconds is told from a host that slept', () => {
  expect(judgeTick(before, after(6_000, 6_000, 6_000), 1_000)).toEqual({ ...quiet, blockedMs: 5_000 });
  expect(judgeTick(before, after(1_000, 3_601_000, 3_601_000), 1_000)).toEqual({ ...quiet, suspendedMs: 3_600_000 });
});

test('a wall clock set back an hour is a step and nothing else', () => {
  expect(judgeTick(before, after(1_000, 1_000, 1_000 - 3_600_000), 1_000)).toEqual({ ...quiet, steppedMs: -3_600_000 });
});

test('a thousand reconnects at one moment are spread over twenty seconds', () => {
  let gate = { freeAt: 0 };
  const slots = Array.from({ length: 1_000 }, () => {
    const booked = bookSlot(gate, 60_000, 20, 10);
    gate = booked.gate;
    return booked.at;
  });
  expect(slots.filter((at) => at === 60_000)).toHaveLength(10);
  expect(slots.at(-1)).toBe(60_000 + 990 * 20);
});
