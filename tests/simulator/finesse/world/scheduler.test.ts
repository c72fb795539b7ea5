/** One alarm for everything that is due: in order, exact, cancellable, and cheap. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Scheduler } from '../../../../server/simulator/finesse/world/scheduler';
import { createVirtualTime } from '../../../../server/time/virtual-time';

test('whatever is booked runs in order of time, and of booking at the same time', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(500), { maxLength: 200 }), fc.array(fc.nat(199)), (delays, cancelled) => {
      const time = createVirtualTime(1_000);
      const clock = new Scheduler(time);
      const ran: number[] = [];
      const cancels = delays.map((delay, i) => clock.after(delay, () => ran.push(i)));
      for (const i of cancelled) cancels[i]?.();
      time.advanceSync(500);
      const expected = delays
        .map((delay, i) => ({ delay, i }))
        .filter(({ i }) => !cancelled.includes(i))
        .sort((a, b) => a.delay - b.delay || a.i - b.i)
        .map(({ i }) => i);
      expect(ran).toEqual(expected);
    }),
  );
});

test('inside a callback it is the time that was booked, however late the timer came', () => {
  const time = createVirtualTime(1_000);
  const clock = new Scheduler(time);
  const seen: number[] = [];
  clock.after(10, () => {
    seen.push(clock.now());
    clock.after(5, () => seen.push(clock.now()));
  });
  time.stall(5_000);
  time.advanceSync(0);
  expect(seen).toEqual([1_010, 1_015]);
});

test('a callback that throws stops nothing else', () => {
  const time = createVirtualTime(1_000);
  const clock = new Scheduler(time);
  const seen: string[] = [];
  clock.after(10, () => {
    throw new Error('a bug');
  });
  clock.after(20, () => seen.push('ran'));
  expect(() => time.advanceSync(15)).toThrow('a bug');
  time.advanceSync(15);
  expect(seen).toEqual(['ran']);
});

test('however much is booked, the clock below sees one timer', () => {
  const time = createVirtualTime(1_000);
  const clock = new Scheduler(time);
  for (let i = 0; i < 1_000; i++) clock.after(1_000 - i, () => undefined);
  expect([clock.size(), time.pending()]).toEqual([1_000, 1]);
  clock.stop();
  expect(time.pending()).toBe(0);
});
