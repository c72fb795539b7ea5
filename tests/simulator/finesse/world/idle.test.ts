/** Openfire's idle rules, and how a desktop notices, as plain functions. */
import { describe, expect, test } from 'vitest';
import { decideAtGraceEnd } from '../../../../server/simulator/finesse/world/grace';
import {
  type IdleRules,
  idleMs,
  isIdleTooLong,
  reset,
  silenced,
} from '../../../../server/simulator/finesse/world/idle';
import { chooseServer, noticedAt } from '../../../../server/simulator/finesse/world/search';

const rules: IdleRules = { boshIdleMs: 60_000, websocketIdleMs: 90_000, waitMs: 30_000 };

describe('idle', () => {
  test('counts only while no request is held', () => {
    expect(idleMs({ kind: 'held' }, 1_000_000)).toBe(0);
    expect(idleMs({ kind: 'silent', lastAt: 400 }, 1_000)).toBe(600);
    // the held request lasts on after its client vanished: its answer lies ahead
    expect(idleMs({ kind: 'silent', lastAt: 5_000 }, 1_000)).toBe(0);
  });

  test('a session closes past the threshold, not at it', () => {
    const contact = { kind: 'silent', lastAt: 0 } as const;
    expect(isIdleTooLong(contact, 'bosh', 60_000, rules)).toBe(false);
    expect(isIdleTooLong(contact, 'bosh', 60_001, rules)).toBe(true);
    expect(isIdleTooLong(contact, 'websocket', 60_001, rules)).toBe(false);
  });

  test('a vanished BOSH client is counted from the end of its held request, a reset one from now', () => {
    expect(silenced({ kind: 'held' }, 42_000, 0, rules)).toEqual({ kind: 'silent', lastAt: 60_000 });
    expect(reset({ kind: 'held' }, 42_000)).toEqual({ kind: 'silent', lastAt: 42_000 });
  });

  test('a vanished WebSocket client is counted from its last ping', () => {
    const contact = { kind: 'pinging', firstAt: 3_000, everyMs: 10_000 } as const;
    expect(idleMs(contact, 42_000)).toBe(9_000);
    expect(silenced(contact, 42_000, 0, rules)).toEqual({ kind: 'silent', lastAt: 33_000 });
  });
});

describe('a desktop', () => {
  const habits = { pingMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, waitMs: 30_000 };

  test('notices by its pings in 30 to 40 s', () => {
    const session = { contact: { kind: 'pinging', firstAt: 0, everyMs: 10_000 } as const, openedAt: 0 };
    expect(noticedAt('websocket', session, 100_000, habits)).toBe(140_000);
    expect(noticedAt('websocket', session, 109_999, habits)).toBe(140_000);
  });

  test('prefers its own side, and searches on when neither will do', () => {
    expect([chooseServer(true, true), chooseServer(false, true), chooseServer(false, false)]).toEqual([
      'own',
      'other',
      'none',
    ]);
  });
});

test('the end of a grace: by deployment, state, and what happened meanwhile', () => {
  const base = { canAct: true, alreadyActedOn: false, onOtherSide: false, raceActs: true } as const;
  const load0 = { type: 'UCCE', load: 0 } as const;
  const load1 = { type: 'UCCE', load: 1 } as const;
  const uccx = { type: 'UCCX', standby: false } as const;
  const at = (more: Partial<Parameters<typeof decideAtGraceEnd>[0]>) => {
    const d = decideAtGraceEnd({ ...base, deployment: load0, state: 'READY', ...more });
    return d.kind === 'ignore' ? 'ignore' : `${d.kind} ${d.state} ${d.code}${d.race ? ' race' : ''}`;
  };
  expect(at({})).toBe('now NOT_READY 50002');
  expect(at({ state: 'TALKING' })).toBe('after-call NOT_READY 50002');
  expect(at({ state: 'HOLD' })).toBe('after-call NOT_READY 50002');
  expect(at({ deployment: load1, state: 'TALKING' })).toBe('now LOGOUT 255');
  expect(at({ deployment: uccx })).toBe('now LOGOUT 255');
  expect(at({ deployment: uccx, state: 'TALKING' })).toBe('after-call LOGOUT 255');
  expect(at({ onOtherSide: true })).toBe('now NOT_READY 50002 race');
  expect(at({ onOtherSide: true, raceActs: false })).toBe('ignore');
  expect(at({ state: 'LOGOUT' })).toBe('ignore');
  expect(at({ alreadyActedOn: true })).toBe('ignore');
  expect(at({ canAct: false })).toBe('ignore');
});
