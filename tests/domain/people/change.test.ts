/** Somebody who administers is always left, and what changes rights closes what is open. */
import { expect, test } from 'vitest';
import {
  closesWhatIsOpen,
  type PersonChange,
  refusalOfChange,
  type Standing,
} from '../../../server/domain/people/change';

const who = (id: string, role: Standing['role'], more: Partial<Standing> = {}): Standing => ({
  ...{ id, role, teams: null, disabled: false, ...more },
});
const ada = who('ada', 'administrator');
const bob = who('bob', 'operator');
const gone = who('gone', 'administrator', { disabled: true });

const takesAway: [string, PersonChange][] = [
  ['disabled', { disabled: true }],
  ['demoted', { role: 'operator' }],
  ['removed', 'remove'],
];

test.each(takesAway)('the last administrator who may sign in is not %s', (_how, change) => {
  expect(refusalOfChange([ada, bob, gone], 'ada', change)).toMatch(/Nobody would be left/);
  expect(refusalOfChange([ada, bob, { ...gone, disabled: false }], 'ada', change)).toBeNull();
  expect(refusalOfChange([ada, bob, gone], 'bob', change)).toBeNull();
  expect(refusalOfChange([ada, bob, gone], 'gone', change)).toBeNull();
});

test('where nobody administers any more, everything that helps may be done', () => {
  expect(refusalOfChange([bob, gone], 'bob', { role: 'administrator' })).toBeNull();
  expect(refusalOfChange([bob, gone], 'gone', { disabled: false })).toBeNull();
});

test('what is open is closed when rights differ, and stays when they do not', () => {
  const billing = { clusterKey: 'cc', teamId: '1' };
  const sam = who('sam', 'supervisor', { teams: [billing] });
  expect(closesWhatIsOpen(sam, { teams: [{ ...billing }] })).toBe(false);
  expect(closesWhatIsOpen(sam, { teams: [billing, { clusterKey: 'cc', teamId: '2' }] })).toBe(true);
  expect(closesWhatIsOpen(sam, { teams: [] })).toBe(true);
  expect(closesWhatIsOpen(sam, { role: 'operator', teams: null })).toBe(true);
  expect(closesWhatIsOpen(who('v', 'viewer', { teams: [] }), { teams: null })).toBe(true);
  expect(closesWhatIsOpen(sam, { disabled: true })).toBe(true);
  expect(closesWhatIsOpen(sam, 'remove')).toBe(true);
});
