/** The tables: what a code means where, what an installation can promise, and what its own record shows. */
import { describe, expect, test } from 'vitest';
import { capabilitiesOf, type Installation, promiseOf } from '../../../server/domain/presence/capabilities';
import { outcomeOf } from '../../../server/domain/presence/outcomes';
import { listMeaningOf, provenListMeaning, warningRecordOf } from '../../../server/domain/presence/record';
import { watch } from './watch';

const ucce = { type: 'UCCE', load: 0 } as const;
const uccx = { type: 'UCCX' } as const;
const e = (
  state: string,
  code: number | null,
  more: { label?: string; systemCode?: boolean; extension?: string } = {},
) => ({
  ...{ state, code, label: null, systemCode: null, extension: null },
  ...more,
});

describe('outcomes', () => {
  test.each([
    [ucce, e('LOGOUT', 255), 'lost', 'forced-logout'],
    [ucce, e('NOT_READY', 50002, { label: 'Connection Failure' }), 'lost', 'forced-not-ready'],
    [ucce, e('NOT_READY', 50002), 'lost', 'forced-not-ready'],
    [ucce, e('NOT_READY', 50002, { label: 'System Failure' }), 'present', 'sso-expired'],
    [ucce, e('NOT_READY', 50002), 'present', 'sso-expired'],
    [ucce, e('LOGOUT', 50004), 'present', 'inactivity'],
    [ucce, e('LOGOUT', 50003), 'present', 'phone'],
    [ucce, e('LOGOUT', 22), 'present', 'unknown'],
    [uccx, e('LOGOUT', 22), 'present', 'supervisor'],
    [uccx, e('LOGOUT', 32759), 'present', 'phone'],
    [uccx, e('LOGOUT', 50003), 'present', 'unknown'],
    [ucce, e('LOGOUT', 65534), 'present', 'pg-reset'],
    [ucce, e('LOGOUT', 999), 'present', 'supervisor'],
    [ucce, e('LOGOUT', -1, { extension: '' }), 'present', 'self'],
    [ucce, e('LOGOUT', -1), 'lost', 'unknown'],
    [ucce, e('LOGOUT', -1), 'not-known', 'unknown'],
    [ucce, e('LOGOUT', 11, { systemCode: false }), 'present', 'self'],
    [ucce, e('NOT_READY', -1), 'present', null],
    [ucce, e('NOT_READY', 50005), 'present', null],
    [ucce, e('TALKING', 255), 'present', null],
  ] as const)('%j %j, before: %s → %s', (deployment, told, before, outcome) => {
    expect(outcomeOf(deployment, told, before, true)).toBe(outcome);
  });

  test('without SSO there is no token to expire', () => {
    expect(outcomeOf(ucce, e('NOT_READY', 50002), 'present', false)).toBe('forced-not-ready');
  });
});

describe('what an installation can promise', () => {
  const promise = (more: Partial<Installation>) =>
    promiseOf(
      capabilitiesOf({
        ...{ service: 'finesse', release: '12.6', deployment: ucce, sso: false, listMeaning: 'unproven' },
        granted: { presence: false, agentFeeds: true, connectedUsers: true },
        ...more,
      }),
    );

  test('presence, a proven list, an unproven one, none', () => {
    const granted = { presence: true, agentFeeds: true, connectedUsers: true };
    expect(promise({ granted })).toMatchObject({ warning: 'seen', intervalMs: 2_000 });
    expect(promise({ listMeaning: 'leaves-with-connection' })).toMatchObject({
      warning: 'inferred',
      intervalMs: 12_000,
    });
    expect(promise({}).sentence).toMatch(/^Early warning is not proven here/);
    expect(promise({ listMeaning: 'leaves-with-logout' })).toMatchObject({ warning: 'none', intervalMs: null });
    const old = promise({ release: '12.5', listMeaning: 'leaves-with-connection' });
    expect(old.sentence).toMatch(/^No early warning on this release/);
    expect(old.verdicts).not.toContain('at-risk');
  });

  test('without agent feeds nobody is ever forced out; an XMPP service forces nobody', () => {
    const granted = { presence: true, agentFeeds: false, connectedUsers: true };
    expect(promise({ granted }).verdicts).toEqual(['connected', 'unstable', 'unknown']);
    expect(promise({ service: 'xmpp' }).verdicts).not.toContain('at-risk');
  });
});

describe('the record', () => {
  test('how often the warning came first, and by how much', () => {
    const cases = [
      { warnedAt: 0, forcedOutAt: 60_000 },
      { warnedAt: 0, forcedOutAt: 50_000 },
      { warnedAt: null, forcedOutAt: 10_000 },
      { warnedAt: 10_000, forcedOutAt: 10_000 },
      { warnedAt: 5_000, forcedOutAt: null },
    ];
    const leadMs = { least: 50_000, median: 55_000, mean: 55_000, most: 60_000 };
    expect(warningRecordOf(cases)).toEqual({ forcedOuts: 4, warnedFirst: 2, leadMs, recovered: 1 });
    expect(warningRecordOf([]).leadMs).toBeNull();
  });

  test.each([
    ['pessimistic', 'leaves-with-logout'],
    ['generous', 'leaves-with-connection'],
  ] as const)('what the list means is learned from forced outs (%s)', (profile, meaning) => {
    const w = watch('glitch-to-a', profile, { switches: { raceActs: true }, lastsS: 200 });
    const found = w
      .of('outcome')
      .map((o) => listMeaningOf(w.evidence.get(o.loginId) ?? { states: [], connections: [], answers: [] }, o.at));
    expect(provenListMeaning(found)).toBe(meaning);
    expect(provenListMeaning(found.slice(0, 2))).toBe('unproven');
  });
});
