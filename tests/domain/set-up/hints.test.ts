/** What each thing that a connection test can see is called, and that it says what to do about it. */
import { describe, expect, it } from 'vitest';
import { type HintKey, hintKeys } from '../../../server/contract';
import { hintOf, type Seen, stopsHere } from '../../../server/domain/set-up/hints';
import { otherUseOf } from '../../../server/domain/set-up/other-use';
import { type Refusals, waitMs, withRefusal } from '../../../server/domain/set-up/tries';

const at = { at: 'connection', host: 'fin-a.example.com', port: 8445 } as const;
const certificate = {
  ...at,
  is: 'certificate',
  subject: 'CN=fin-a',
  issuer: 'CN=Ours',
  pinned: null,
  shown: 'sha256/new',
} as const;
const account = { at: 'account', username: 'holdfast-a' } as const;
const notification = { at: 'notification' } as const;
const session = {
  ...notification,
  is: 'session-failed',
  domain: 'fin-a',
  username: 'holdfast-a',
  finesse: true,
} as const;
const told = {
  at: 'service',
  is: 'told',
  statusReason: null,
  ctiHeartbeat: 'SUCCESS',
  maintenance: false,
  deployment: 'UCCE',
} as const;
const closed = {
  ...notification,
  is: 'closed',
  restPort: 8445,
  condition: 'connection-refused',
  release: null,
} as const;
const failed = (condition: string, phase: 'sasl' | 'bind' | 'features' = 'sasl', finesse = true): Seen => ({
  ...{ ...session, finesse, failure: { kind: phase === 'sasl' ? 'auth' : 'stream-error', condition, phase } },
});

/** What was seen, its name, and a word that its advice or reason must hold. */
const table: readonly (readonly [Seen, HintKey, RegExp])[] = [
  [{ ...at, is: 'webex' }, 'webex-contact-center', /neither Finesse nor/],
  [{ ...at, is: 'address-refused' }, 'address-refused', /does not ask/],
  [{ ...at, is: 'failed', condition: 'host-not-found', open: [] }, 'host-not-found', /full name/],
  [{ ...at, is: 'failed', condition: 'host-unreachable', open: [] }, 'unreachable', /firewall/],
  [{ ...at, is: 'failed', condition: 'connection-timeout', open: [] }, 'no-answer', /firewall/],
  [{ ...at, port: 8444, is: 'failed', condition: 'connection-refused', open: [] }, 'refused', /8445/],
  [{ ...at, port: 5222, is: 'failed', condition: 'connection-refused', open: [] }, 'refused', /Notification Service/],
  [
    { ...at, port: 5281, is: 'failed', condition: 'connection-refused', open: null },
    'refused',
    /whether the service runs/,
  ],
  [
    { ...at, is: 'failed', condition: 'connection-refused', open: [8443] },
    'other-port-open',
    /8443.*before release 12\.0/,
  ],
  [{ ...at, port: 80, is: 'plain-http', leadsTo: 8445 }, 'plain-http', /8445/],
  [{ ...at, port: 5222, is: 'failed', condition: 'tls-error', open: [8445] }, 'not-tls', /8445/],
  [{ ...at, port: 7443, is: 'not-finesse', status: 404, open: [8445] }, 'notification-port', /8445/],
  [{ ...at, port: 443, is: 'not-finesse', status: 200, open: [] }, 'not-finesse', /8445/],
  [{ ...certificate, condition: 'certificate-untrusted' }, 'certificate-untrusted', /fingerprint/],
  [
    { ...certificate, condition: 'certificate-pin-mismatch', pinned: 'sha256/old' },
    'certificate-changed',
    /sha256\/old.*sha256\/new.*not down/,
  ],
  [{ ...certificate, condition: 'certificate-expired' }, 'certificate-expired', /renewed/],
  [{ ...certificate, condition: 'certificate-not-yet-valid' }, 'certificate-early', /clocks/],
  [{ ...certificate, condition: 'certificate-name-mismatch' }, 'certificate-name', /CN=fin-a/],
  [{ ...at, is: 'certificate-ends', inDays: 9 }, 'certificate-ends', /9 days/],
  [{ at: 'service', is: 'starting', status: 503 }, 'starting', /503/],
  [{ at: 'service', is: 'unreadable' }, 'unreadable', /proxy/],
  [{ ...told, status: 'OUT_OF_SERVICE' }, 'out-of-service', /not down/],
  [{ ...told, status: 'OUT_OF_SERVICE', deployment: 'UCCX' }, 'standby', /paused, and not down/],
  [{ ...told, status: 'IN_SERVICE', maintenance: true }, 'maintenance', /paused, and not down/],
  [{ ...told, status: 'IN_SERVICE', ctiHeartbeat: 'FAILURE' }, 'cti-lost', /PG/],
  [{ at: 'service', is: 'ucce' }, 'pcce-says-ucce', /Packaged CCE/],
  [{ ...account, is: 'refused', authMode: 'NON_SSO', refusals: 1 }, 'wrong-password', /5 minutes/],
  [{ ...account, is: 'refused', authMode: null, refusals: 3 }, 'locked-user', /five minutes/i],
  [{ ...account, is: 'spared', waitMin: 4 }, 'spared-user', /Wait 4 min/],
  [{ ...account, is: 'refused', authMode: 'SSO', refusals: 1 }, 'sso-only', /single sign-on/],
  [{ ...account, is: 'refused', authMode: 'HYBRID', refusals: 1 }, 'sso-user', /exempt/],
  [{ ...account, is: 'not-an-agent', administrator: true }, 'not-an-agent', /supervisor/],
  [{ ...account, is: 'at-work', state: 'READY' }, 'at-work', /READY/],
  [{ ...account, is: 'no-teams' }, 'no-teams', /supervisor/],
  [{ ...account, is: 'same-account', otherHost: 'fin-b' }, 'same-account', /second account/],
  [{ ...account, is: 'kept-elsewhere' }, 'kept-elsewhere', /Type the password/],
  [{ ...account, is: 'other', condition: 'out-of-service', status: 503 }, 'other', /503/],
  [{ ...closed, way: 'tcp', port: 5223 }, 'allow-list', /external_port_access add/],
  [{ ...closed, way: 'websocket', port: 8445 }, 'not-of-release', /12\.6/],
  [{ ...closed, way: 'bosh', port: 7443 }, 'closed-port', /7443/],
  [{ ...notification, is: 'no-way-in' }, 'no-way-in', /7443/],
  [failed('host-unknown', 'features'), 'domain-unknown', /renamed/],
  [failed('no-mechanism'), 'no-mechanism', /SCRAM/],
  [failed('plain-refused'), 'plain-refused', /TLS/],
  [failed('account-disabled'), 'locked-user', /blocked/],
  [failed('not-authorized'), 'sso-user', /REST lets/],
  [failed('not-authorized', 'sasl', false), 'wrong-password', /before @/],
  [failed('conflict', 'bind'), 'conflict', /took this one/],
  [failed('policy-violation', 'bind'), 'stopped-there', /binding/],
  [{ ...notification, is: 'notifier-away' }, 'notifier-away', /finesse@/],
  [{ ...notification, is: 'feeds-refused', refused: 1, of: 3 }, 'feeds-refused', /1 of 3/],
];

describe('a hint', () => {
  it.each(table)('%j is %s', (seen, key, word) => {
    const { reason, advice, ...rest } = hintOf(seen);
    expect(rest).toEqual({ key });
    expect(`${reason} ${advice}`).toMatch(word);
    for (const sentence of [reason, advice]) expect(sentence).toMatch(/^[A-Z0-9a-z].*[.]$/s);
  });

  it('there is none without a row', () => {
    expect(new Set(table.map(([, key]) => key))).toEqual(new Set(hintKeys));
  });

  it('ends the test, or is only a word of warning', () => {
    expect(hintKeys.filter((key) => !stopsHere(key))).toEqual([
      ...['certificate-ends', 'out-of-service', 'standby', 'maintenance', 'cti-lost', 'pcce-says-ucce'],
      ...['no-teams', 'allow-list', 'not-of-release', 'closed-port', 'notifier-away', 'feeds-refused'],
    ]);
  });
});

describe('an account', () => {
  it('that was refused three times waits until the first of them is five minutes old', () => {
    const refused = [0, 60_000, 90_000].reduce<Refusals>((all, when) => withRefusal(all, when), []);
    expect([waitMs(refused.slice(0, 2), 90_000), waitMs(refused, 90_000), waitMs(refused, 300_000)]).toEqual([
      0, 210_000, 0,
    ]);
  });

  it('is on the other side when the form, the cluster or SystemInfo says so', () => {
    const asked = { username: 'hf', host: 'fin-a', info: null, told: null };
    const pair = [
      { clusterKey: 'cc', host: 'fin-a', username: 'hf-a' },
      { clusterKey: 'cc', host: 'fin-b', username: 'HF' },
    ];
    expect(otherUseOf({ ...asked, told: { host: 'fin-b', username: 'hf' } }, [])).toBe('fin-b');
    expect(otherUseOf(asked, pair)).toBe('fin-b');
    // of another cluster: another deployment with its own users
    expect(otherUseOf(asked, pair.slice(1))).toBeNull();
    const info = { primary: { host: 'FIN-A' }, secondary: { host: 'Fin-B' } };
    expect(otherUseOf({ ...asked, info }, pair.slice(1))).toBe('fin-b');
  });
});
