/** Many dates behind one alarm: always the next one first, whatever was set, moved or taken back before. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAgenda } from '../../../server/monitor/presence/agenda';

test('the next date is the least of those set, and each comes up once', () => {
  const steps = fc.array(
    fc.record({ key: fc.integer({ min: 0, max: 20 }), at: fc.option(fc.integer({ min: 0, max: 100 })) }),
    { maxLength: 400 },
  );
  fc.assert(
    fc.property(steps, (list) => {
      const agenda = createAgenda<number>();
      const dates = new Map<number, number>();
      for (const { key, at } of list) {
        agenda.set(key, at);
        if (at === null) dates.delete(key);
        else dates.set(key, at);
        expect(agenda.next()).toBe(dates.size === 0 ? null : Math.min(...dates.values()));
      }
      const sorted = [...dates.values()].sort((a, b) => a - b);
      const taken: number[] = [];
      for (let key = agenda.takeDue(50); key !== null; key = agenda.takeDue(50)) taken.push(dates.get(key) ?? -1);
      expect(taken).toEqual(sorted.filter((at) => at <= 50));
    }),
  );
});
