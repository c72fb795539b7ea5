/** `backup` in holdfast.yaml: when the history is copied, and what is refused. */
import { expect, test } from 'vitest';
import { backupOf } from '../../server/config/backup';
import { backupShape } from '../../server/config/shape-backup';

test('a time of day, how many are kept, and where', () => {
  expect(backupOf(undefined)).toBeNull();
  expect(backupOf(backupShape.parse({ everyDayAt: '02:30' }))).toEqual({ atMin: 150, keep: 7, folder: null });
  const all = { everyDayAt: '23:05', keep: 30, folder: '/srv/copies' };
  expect(backupOf(backupShape.parse(all))).toEqual({ atMin: 1_385, keep: 30, folder: '/srv/copies' });
});

test.each([
  ['a time that no clock shows', { everyDayAt: '24:00' }],
  ['a folder from nowhere', { everyDayAt: '02:30', folder: 'copies' }],
  ['no copy at all', { everyDayAt: '02:30', keep: 0 }],
  ['no time', { keep: 3 }],
])('%s is refused', (_, given) => {
  expect(backupShape.safeParse(given).success).toBe(false);
});
