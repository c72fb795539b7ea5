/** The story that the product tells of every scenario where presence is granted, and where only the list of connected users tells. */
import { describe, expect, test } from 'vitest';
import { scenarioNames } from '../../server/simulator/finesse/scenarios/load';
import { expectHarmless, expectPeople, expectTruth } from './checks';
import { generousNotices, noticesOf } from './notices';
import { generous, listsOnly } from './stories';
import { storyOf } from './story';
import { heldAgainst, returns } from './truth';
import { watchScenario } from './watch';

test('there is a story for every scenario', () => {
  expect(Object.keys(generous).sort()).toEqual([...scenarioNames()].sort());
});

describe('presence is granted', () => {
  test.each(Object.entries(generous))('%s', async (name, story) => {
    // with single sign-on for everybody nobody lets a monitor in: that is told elsewhere
    const w = await watchScenario(name, 'generous', name === 'sso-expiry' ? { authMode: 'HYBRID' } : {});
    expect(storyOf(w)).toEqual(story);
    expect(noticesOf(w)).toEqual(generousNotices[name] ?? []);
    expectTruth(w, name === 'uccx-standby' ? 'inferred' : 'seen');
    expectPeople(w);
    expectHarmless(w);
    expect(w.told.promise()).toBe(
      'Early warning: lost connections are seen at once, and deadlines are exact to two seconds.',
    );
    const back = returns(w.events);
    for (const { loginId, end, returned } of w.told.disconnects())
      if (end !== null && !end.outcome.includes('logout')) expect(returned?.side ?? null).toBe(back.get(loginId));
  });
});

test('on average the warning comes 45 s before, for crashes and closes alike', async () => {
  const w = await watchScenario('shift-end', 'generous');
  const { leads } = heldAgainst(w.told, w.events, w.startMs, true);
  for (const loss of ['crash', 'close']) {
    const those = leads.filter((lead) => lead.loss === loss).map(({ leadMs }) => leadMs);
    expect(those.length).toBeGreaterThan(20);
    expect(those.reduce((sum, ms) => sum + ms, 0) / those.length).toBeGreaterThan(45_000);
  }
});

describe('only lists tell, and names leave them with the connection', () => {
  test.each(Object.entries(listsOnly))('%s', async (name, story) => {
    const w = await watchScenario(name, 'generous', { switches: { agentPresence: 'refused' } });
    expect(storyOf(w, 'without times')).toEqual(story);
    expectTruth(w, 'inferred');
    expectPeople(w);
    expectHarmless(w);
  });

  test('demo: whoever is moved away in a maintenance is not lost', async () => {
    const w = await watchScenario('demo', 'generous', { switches: { agentPresence: 'refused' } });
    expectTruth(w, 'inferred');
  });
});
