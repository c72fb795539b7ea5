/** Out of what people typed a person goes as a whole, and nothing else with them. */
import { expect, test } from 'vitest';
import { blottedDeep, blottedTyped, blotter, loginsDeep } from '../../../server/domain/privacy/blot';

const blot = blotter([
  { clusterKey: 'cc', loginId: 'akurz', names: ['Anna', 'Kurz', 'van der Berg'] },
  { clusterKey: 'cc', loginId: '1001', names: ['Mark', 'X', 'Lang-Ohm (Jr.)'] },
]);

test.each([
  ['Anna Kurz called twice', '[name removed] called twice'],
  ['anna kurz, KURZ', '[name removed]'],
  ['Kurz, Anna: router swapped', '[name removed]: router swapped'],
  ['AKURZ, akurz@fin-a.example/desktop and 1001.', '[name removed] and [name removed].'],
  ['Lang-Ohm (Jr.) was here', '[name removed] was here'],
  ['van der Berg’s headset', '[name removed]’s headset'],
  ['Kurzschluss on akurz2, line 10012; a mark, X', 'Kurzschluss on akurz2, line 10012; a mark, X'],
])('%s', (typed, left) => {
  expect(blot(typed)).toBe(left);
});

test('texts are found however deep, and nothing is made anew where none is', () => {
  const entry = { action: 'note', detail: { text: 'for Anna', times: [1, null], more: [{ to: 'akurz' }] } };
  expect(blottedDeep(entry, blot)).toEqual({
    ...entry,
    detail: { text: 'for [name removed]', times: [1, null], more: [{ to: '[name removed]' }] },
  });
  const other = { text: 'nobody', list: ['a', { b: true }] };
  expect(blottedDeep(other, blot)).toBe(other);
});

test('a login becomes another with the cluster that stands beside it', () => {
  const become = (cluster: string, login: string) => `${cluster}:${login.length}`;
  expect(loginsDeep({ clusterKey: 'cc', loginId: 'akurz', deep: [{ loginId: '1' }] }, become)).toEqual({
    ...{ clusterKey: 'cc', loginId: 'cc:5', deep: [{ loginId: ':1' }] },
  });
});

test('of an incident only what somebody typed changes: its own words never do', () => {
  const said = (text: string, by: string | null) => ({ time: 1, kind: 'note', text, by });
  const incident = {
    ...{ status: 'Mark', title: 'Anna: 3 of 6 agents are out', assignedTo: 'Kurz' },
    timeline: [said('Note: Anna rebooted', 'sam@example.org'), said('Told: Anna', null)],
  };
  const left = blottedTyped({ type: 'incident-changed', incident }, blot);
  expect(left).toEqual({
    type: 'incident-changed',
    incident: {
      ...{ ...incident, assignedTo: '[name removed]' },
      timeline: [said('Note: [name removed] rebooted', 'sam@example.org'), said('Told: Anna', null)],
    },
  });
  expect(blottedTyped({ silence: { reason: 'akurz moves' } }, blot)).toEqual({
    silence: { reason: '[name removed] moves' },
  });
});
