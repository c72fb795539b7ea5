/** What the pages say of people: who is who, which teams there are to choose, and which browser it was. */
import { expect, test } from 'vitest';
import type { PersonView } from '#contract';
import { browserWords } from '../../../components/people/browser-words';
import { peopleSentence, standingOf, teamGroups, teamNames } from '../../../components/people/list/model';

const person = (role: PersonView['role'], more: Partial<PersonView> = {}): PersonView => ({
  ...{ id: role, name: role, email: `${role}@example.org`, role, teams: null, disabled: false, secondFactor: false },
  ...{ waysIn: ['password'], lastSignInAt: null, createdAt: 0, ...more },
});

test('the first line says who may sign in', () => {
  expect(peopleSentence([person('administrator')])).toBe('One person may sign in: 1 administrator.');
  const many = [
    person('administrator'),
    person('supervisor'),
    person('supervisor'),
    person('viewer', { disabled: true }),
  ];
  expect(peopleSentence(many)).toBe('3 people may sign in: 1 administrator and 2 supervisors. One is disabled.');
});

const known = [
  { key: 'cc', name: 'Contact centre', teams: [{ id: '1', name: 'Billing' }] },
  { key: 'lab', name: 'Lab', teams: [] },
];

test('teams are chosen by name, and those that are gone can be taken away', () => {
  const theirs = [
    { clusterKey: 'cc', teamId: '1' },
    { clusterKey: 'old', teamId: '9/a' },
  ];
  expect(teamGroups(known, theirs).map((g) => [g.group, ...g.items.map((i) => `${i.value} ${i.label}`)])).toEqual([
    ['Contact centre', 'cc/1 Billing'],
    ['Not reported any more', 'old/9/a old/9/a'],
  ]);
  expect(teamNames(known, theirs)).toBe('Billing, old/9/a');
  expect([teamNames(known, null), teamNames(known, [])]).toEqual(['Every team', 'No team yet: sees nobody']);
});

test('supervisors have teams of their own, everybody else every team', () => {
  expect(standingOf('supervisor', ['cc/1'])).toEqual({
    role: 'supervisor',
    teams: [{ clusterKey: 'cc', teamId: '1' }],
  });
  expect(standingOf('operator', ['cc/1'])).toEqual({ role: 'operator', teams: null });
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    'Chrome on Linux',
  ],
  ['', 'Unknown browser'],
])('%s is told as %s', (userAgent, words) => {
  expect(browserWords(userAgent)).toBe(words);
});
