/** The form of a rule: what it means, what is wrong with it field by field, and its sentence. */
import { describe, expect, test } from 'vitest';
import { completeRule } from '#contract';
import { type Draft, draftOf, emptyDraft, meantBy } from '../../../components/alerting/rules/draft';
import { noPlaces } from '../../../components/alerting/rules/places';
import { ruleSentence } from '../../../components/alerting/rules/words';
import { defaultRules } from '../../../server/domain/alert/rules';

const draft = (part: Partial<Draft>): Draft => ({ ...emptyDraft('Europe/Paris'), name: 'Slow Berlin', ...part });

test('every rule that comes with Holdfast goes through the form unchanged', () => {
  for (const rule of defaultRules) {
    const { rule: meant, faults } = meantBy(draftOf(rule, 'UTC'), []);
    expect(faults).toEqual({});
    expect(meant && completeRule(meant, 'default')).toEqual(rule);
  }
});

describe('a new rule', () => {
  test('gets a key that nobody has', () => {
    expect(meantBy(draft({}), ['slow-berlin', 'slow-berlin-2']).rule?.key).toBe('slow-berlin-3');
  });

  test('says beside each field what is wrong with it', () => {
    const numbers = { ...emptyDraft('UTC').numbers, overMs: 'a lot', windowMin: '90', forS: '1.5' };
    const { rule, faults } = meantBy(
      draft({ name: ' ', numbers, labels: 'Team=x', scheduled: true, fromTime: '8', zone: 'Mars/Olympus' }),
      [],
    );
    expect(rule).toBeNull();
    expect(faults).toEqual({
      name: 'Give it a name.',
      overMs: 'A whole number from 1 to 3,600,000.',
      windowMin: 'A whole number from 1 to 60.',
      forS: 'A whole number from 0 to 86,400.',
      labels: 'Write name=value, with commas between: lower-case letters, digits and _.',
      schedule: 'Choose days, and two times such as 08:00.',
    });
  });

  test('is refused where its parts exclude each other', () => {
    const where = { ...emptyDraft('UTC').where, clusters: ['lab'], targets: ['other/a/tcp'] };
    const { faults } = meantBy(draft({ where, audience: 'team', scheduled: true, zone: 'Mars/Olympus' }), []);
    expect(Object.keys(faults).sort()).toEqual(['audience', 'schedule', 'where']);
  });
});

test('the whole rule is one sentence as it is typed', () => {
  const places = { ...noPlaces, nodes: [{ value: 'b', label: 'Berlin' }] };
  const where = { ...emptyDraft('UTC').where, nodes: ['b'], transports: ['tcp' as const, 'bosh' as const] };
  const { rule } = meantBy(draft({ where, scheduled: true, outside: 'in-page' }), []);
  expect(rule && ruleSentence(rule, places)).toBe(
    'Is a ticket, outside of service hours a notice in the pages, when: RTT p95 over 400 ms in 10 min, on Berlin, over TCP and BOSH. ' +
      'Over when that is gone for 30 s. Looks Mon to Fri, 08:00 to 18:00 (Europe/Paris) only.',
  );
});
