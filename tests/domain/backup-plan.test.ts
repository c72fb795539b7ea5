/** When copies of the history are due, what they are called, and which go. */
import { expect, test } from 'vitest';
import { backupName, isBackupName, lastBackupDue, nextBackupAt, tooMany } from '../../server/domain/backup-plan';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

test('the next one is today if its time is still to come, else tomorrow; the last one was due just so', () => {
  const half2 = 150;
  expect(nextBackupAt(at(20, 1), half2)).toBe(at(20, 2, 30));
  expect(nextBackupAt(at(20, 2, 30), half2)).toBe(at(21, 2, 30));
  expect(nextBackupAt(at(30, 23), half2)).toBe(new Date(2026, 11, 1, 2, 30).getTime());
  expect([lastBackupDue(at(20, 1), half2), lastBackupDue(at(20, 2, 30), half2)]).toEqual([
    at(19, 2, 30),
    at(20, 2, 30),
  ]);
});

test('the oldest of ours go; what others put there stays', () => {
  const names = [1, 2, 3].map((day) => backupName(Date.UTC(2026, 10, day, 2, 30)));
  expect(names[0]).toBe('holdfast-2026-11-01T023000Z.db');
  expect(names.every(isBackupName)).toBe(true);
  expect(tooMany(['notes.txt', ...names.toReversed(), 'holdfast.db'], 2)).toEqual([names[0]]);
  expect(tooMany(names, 7)).toEqual([]);
});
