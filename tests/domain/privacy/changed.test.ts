/** The audit log hears when more or less of people is kept, and of an opt-in from the first start on. */
import { expect, test } from 'vitest';
import { defaultPrivacy, type RunningPrivacy } from '#contract';
import { runningPrivacyOf } from '../../../server/config/privacy';
import { defaultRetention } from '../../../server/domain/history/retention';
import { changedPrivacy } from '../../../server/domain/privacy/changed';

const usual: RunningPrivacy = runningPrivacyOf({ privacy: defaultPrivacy, history: defaultRetention });

test('what comes with Holdfast is no news, an opt-in always is, and of a change only what changed', () => {
  expect(changedPrivacy(null, usual)).toBeNull();
  expect(changedPrivacy(usual, usual)).toBeNull();
  expect(changedPrivacy(null, { ...usual, agentStates: 'all' })?.after.agentStates).toBe('all');
  const longer = { ...usual, smallestTeam: 8, kept: { ...usual.kept, nameDays: 60 } };
  expect(changedPrivacy(usual, longer)).toEqual({
    before: { smallestTeam: 5, nameDays: 30 },
    after: { smallestTeam: 8, nameDays: 60 },
  });
});
