/** The story that the product tells of every scenario where no feed tells of connections: late, true, and nothing invented. */
import { describe, expect, test } from 'vitest';
import { scenarioNames } from '../../server/simulator/finesse/scenarios/load';
import { expectHarmless, expectPeople, expectTruth } from './checks';
import { noticesOf, pessimisticNotices } from './notices';
import { pessimistic } from './stories';
import { storyOf } from './story';
import { watchScenario } from './watch';

test('there is a story for every scenario', () => {
  expect(Object.keys(pessimistic).sort()).toEqual([...scenarioNames()].sort());
});

describe('nothing tells early', () => {
  test.each(Object.entries(pessimistic))('%s', async (name, story) => {
    const w = await watchScenario(name, 'pessimistic', name === 'sso-expiry' ? { authMode: 'HYBRID' } : {});
    expect(storyOf(w)).toEqual(story);
    expect(noticesOf(w)).toEqual(pessimisticNotices[name] ?? []);
    expectTruth(w, 'none');
    expectPeople(w);
    expectHarmless(w);
  });

  test('the screen says so, and after two hundred forced outs without a warning it knows', async () => {
    const before = await watchScenario('quiet-morning', 'pessimistic', { lastsS: 30 });
    expect(before.told.promise()).toBe(
      'Early warning is not proven here: the list of connected users may name people until they are logged out. The record below tells.',
    );
    const after = await watchScenario('shift-end', 'pessimistic');
    expect(after.told.promise()).toBe(
      'No early warning here: the list of connected users names people until they are logged out. Forced outs are told when they happen.',
    );
    expect(after.told.of('warning-record-changed').at(-1)?.record).toMatchObject({ forcedOuts: 200, warnedFirst: 0 });
  });

  test('a release without the list promises nothing', async () => {
    const w = await watchScenario('laptop-asleep', 'pessimistic', { release: '12.5' });
    expectTruth(w, 'none');
    expect(w.told.promise()).toBe(
      'No early warning on this release with the rights given: no feed tells of connections. Forced outs are told when they happen.',
    );
  });

  test('where single sign-on lets no monitor in, nobody is called anything, and what is missing is said', async () => {
    const w = await watchScenario('sso-expiry', 'pessimistic', { lastsS: 60 });
    expect(w.told.of('agent-health-changed')).toEqual([]);
    const missing = w.told.of('directory-read').at(-1)?.missing ?? [];
    expect(missing.join(' ')).toMatch(/refuses holdfast-a.*refuses the administrator/);
    expectHarmless(w);
    // refused once by each door, and never tried again
    const refused = w.https.asked.filter((one) => one.status === 401);
    expect(refused.length).toBeLessThanOrEqual(4);
  });
});
