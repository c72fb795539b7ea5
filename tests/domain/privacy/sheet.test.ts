/** The sheet says what the settings in force make true, and nothing else. */
import { expect, test } from 'vitest';
import { defaultPrivacy, type RunningPrivacy } from '#contract';
import { runningPrivacyOf } from '../../../server/config/privacy';
import { defaultRetention } from '../../../server/domain/history/retention';
import { sheetMarkdown, sheetOf } from '../../../server/domain/privacy/sheet';

const usual = runningPrivacyOf({ privacy: defaultPrivacy, history: defaultRetention });
const at = Date.UTC(2026, 10, 20);
const sheet = (running: RunningPrivacy, channels = 0) =>
  sheetMarkdown(sheetOf({ running, at, version: '0.1.0', watched: ['Contact | centre'], channels }));

test('as it comes: names 30 days, small teams under five, states around a lost connection only', () => {
  const told = sheet(usual);
  expect(told).toContain('Made on 2026-11-20 by Holdfast 0.1.0 from the settings in force. Watched: Contact | centre.');
  expect(told).toContain('| 30 days by name, then under a pseudonym up to 180 days, then for the team only |');
  expect(told).toContain('teams with fewer than 5 agents are told together');
  expect(told).toContain('States of an ordinary day: only those around a lost connection.');
  expect(told).toContain('there is no channel');
  expect(told).toContain('3 years');
  expect(told).not.toContain('full lane');
});

test('as it was changed: the opt-in stands where it cannot be overlooked, and every number is the one in force', () => {
  const told = sheet({ agentStates: 'all', smallestTeam: 8, kept: { ...usual.kept, nameDays: 7, auditDays: 90 } }, 2);
  expect(told).toContain('every one, because the full lane is switched on');
  expect(told).toContain('Switching it on and off is in the audit log.');
  expect(told).toContain('7 days by name');
  expect(told).toContain('fewer than 8 agents');
  expect(told).toContain('under Settings, for 90 days');
  expect(told).toContain('go to 2 channels');
  expect(told).not.toContain('States of an ordinary day');
});

test('it fits two pages', () => {
  // At 10 points a page of A4 holds some 3,800 characters, tables less.
  expect(sheet({ ...usual, agentStates: 'all' }, 9).length).toBeLessThan(6_800);
});
