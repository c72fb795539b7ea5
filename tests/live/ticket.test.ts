/** Tickets: whole, in time, once, and only for what they name. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { allowsTopic, createTicketGate, issueTicket, signTicket } from '../../server/live/ticket';
import { createVirtualTime } from '../../server/time/virtual-time';

const key = randomBytes(32);
const grant = { topics: ['cluster:*', 'observer'], actor: 'anna' };

function scene(maxNonces?: number) {
  const time = createVirtualTime();
  const gate = createTicketGate(key, time, maxNonces);
  const told = (ticket: string) => {
    const admission = gate.admit(ticket);
    return admission.status === 'ok' ? `ok ${admission.claims.actor}` : admission.reason;
  };
  const issue = (signingKey: Uint8Array = key) => issueTicket(signingKey, { ...grant, at: time.now() });
  return { time, gate, told, issue };
}

describe('a ticket', () => {
  it('opens the door once', () => {
    const { told, issue } = scene();
    const ticket = issue();
    expect([told(ticket), told(ticket), told(issue())]).toEqual(['ok anna', 'used', 'ok anna']);
  });

  it('lives 60 s, and none may promise itself more', () => {
    const { time, told, issue } = scene();
    const [early, late] = [issue(), issue()];
    time.advanceSync(59_999);
    expect(told(early)).toBe('ok anna');
    time.advanceSync(1);
    expect(told(late)).toBe('expired');
    const long = signTicket(key, { ...grant, expiresAt: time.now() + 10 * 60_000, nonce: 'n'.repeat(20) });
    expect(told(long)).toBe('malformed');
  });

  it('of an earlier run is refused, because nobody remembers whether it was used', () => {
    const time = createVirtualTime();
    const ticket = issueTicket(key, { ...grant, at: time.now() });
    time.advanceSync(20_000);
    expect(createTicketGate(key, time).admit(ticket)).toEqual({ status: 'refused', reason: 'issued-before-start' });
  });

  it('that was given before rights were taken away opens nothing; one that comes after does', () => {
    const { time, gate, told, issue } = scene();
    const before = issue();
    time.advanceSync(1);
    gate.revoke('anna');
    expect([told(before), told(issue())]).toEqual(['revoked', 'ok anna']);
    const other = issueTicket(key, { ...grant, actor: 'bert', at: time.now() - 1 });
    expect(told(other)).toBe('ok bert');
  });

  it('of another key, changed, or made of anything else is refused without a throw', () => {
    const { told, issue } = scene();
    const [body = '', mac = ''] = issue().split('.');
    const richer = Buffer.from(JSON.stringify({ ...grant, topics: ['admin'], expiresAt: 9e15, nonce: 'n'.repeat(20) }));
    expect(told(issue(randomBytes(32)))).toBe('forged');
    expect(told(`${richer.toString('base64url')}.${mac}`)).toBe('forged');
    expect(told(`${body}.${mac.slice(0, -2)}`)).toBe('forged');
    for (const text of ['', '.', '..', body, `${body}.`, `${body}.${mac}.${mac}`, 'é.é', '\u0000', 'a'.repeat(4096)]) {
      expect(told(text)).toMatch(/malformed|forged/);
    }
  });

  it('names topics, never everything', () => {
    for (const topic of [
      '*',
      'cluster*',
      'clu*',
      'cluster:a*',
      '',
      'target:*/x',
      'team:lab',
      'team:*/7',
      'team:lab/7*',
    ]) {
      expect(() => signTicket(key, { ...grant, topics: [topic], expiresAt: 1, nonce: 'n'.repeat(20) })).toThrow();
    }
  });
});

describe('the memory of used tickets', () => {
  it('is bounded: while it is full the gate refuses, and expiry makes room', () => {
    const { time, told, issue } = scene(3);
    expect([told(issue()), told(issue()), told(issue()), told(issue())]).toEqual([
      'ok anna',
      'ok anna',
      'ok anna',
      'too-many',
    ]);
    time.advanceSync(66_000);
    expect(told(issue())).toBe('ok anna');
  });
});

describe('what a pattern covers', () => {
  it.each([
    ['cluster:*', 'cluster:lab', true],
    ['cluster:*', 'target:lab/a/tcp', false],
    ['cluster:lab', 'cluster:lab-2', false],
    ['target:lab/*', 'target:lab/a/tcp', true],
    ['target:lab/*', 'target:lab-2/a/tcp', false],
    ['observer', 'admin', false],
    ['agents:lab', 'agents:lab', true],
    ['agents:*', 'team:lab/7', false],
    ['team:lab/*', 'team:lab/~c3~a9t~c3~a9', true],
    ['team:lab/7', 'team:lab/77', false],
    ['team:lab/*', 'team:lab-2/7', false],
  ])('%s and %s: %s', (pattern, topic, covered) => {
    expect(allowsTopic([pattern], topic)).toBe(covered);
  });
});
