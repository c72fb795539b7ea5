/** What somebody says while setting a cluster up: what is wrong with it, what is tested, what is saved, and how far they may go. */
import { describe, expect, it } from 'vitest';
import { clusterItem, refusalWords } from '../../components/set-up/wizard/cluster-item';
import {
  answersOf,
  bodyOf,
  type Draft,
  faultsOfSide,
  firstDraft,
  foundOf,
  kept,
  keyFor,
  placeIn,
  testOfSide,
} from '../../components/set-up/wizard/draft';
import { faultsOfXmpp, testOfXmpp } from '../../components/set-up/wizard/draft-xmpp';
import { nextStep, shownStep } from '../../components/set-up/wizard/steps';
import { finesseClusterShape } from '../../server/config/shape-finesse';
import { connectionTest, type TestFound } from '../../server/contract';

const found: TestFound = {
  ...{ deployment: 'UCCE', release: null, xmppDomain: 'fin-a.example.com', otherHost: 'fin-b.example.com', ways: [] },
  teams: [
    { id: '2', name: 'Sales', agents: 3, feed: true },
    { id: '1', name: 'Billing', agents: 5, feed: true },
  ],
};

function told(more: Partial<Draft> = {}): Draft {
  const A = { ...firstDraft.A, host: 'fin-a.example.com', username: 'hf-a', password: 'secret a' };
  const B = { ...firstDraft.B, host: 'fin-b.example.com', username: 'hf-b', password: 'secret b' };
  const passed = { of: answersOf(A), found };
  return { ...firstDraft, kind: 'finesse', name: 'Zürich 1', A: { ...A, passed }, B, ...more };
}

describe('a server', () => {
  it('may be pasted as an address', () => {
    expect(placeIn('https://Fin-A.example.com:8445/desktop')).toEqual({ host: 'fin-a.example.com', port: '8445' });
    expect(placeIn('https://fin-a.example.com/')).toEqual({ host: 'fin-a.example.com', port: null });
    expect(placeIn(' fin-a:7443 ')).toEqual({ host: 'fin-a', port: '7443' });
    expect(placeIn('fin-a.example.com')).toEqual({ host: 'fin-a.example.com', port: null });
  });

  it('is told what is missing, and that one account is not for both sides', () => {
    expect(faultsOfSide(firstDraft, 'A').map(({ field }) => field)).toEqual(['name', 'host', 'username', 'password']);
    const address = told({ A: { ...told().A, host: '10.0.0.1', port: '0' } });
    expect(faultsOfSide(address, 'A').map(({ field }) => field)).toEqual(['host', 'port']);
    const shared = told({ B: { ...told().B, username: 'HF-A' } });
    expect(faultsOfSide(shared, 'B').map(({ field }) => field)).toEqual(['username']);
  });

  it('that was tested counts until an answer changes', () => {
    const { A } = told();
    expect([foundOf(A), foundOf({ ...A, port: '443' })]).toEqual([found, null]);
  });

  it('is tested with what is typed, or with the kept password of what is saved', () => {
    const test = connectionTest.parse(testOfSide(told(), 'B'));
    expect(test).toMatchObject({ host: 'fin-b.example.com', restPort: 8445, otherSide: { username: 'hf-a' } });
    const again = testOfSide(told({ saved: 'zurich-1', A: { ...told().A, password: '' } }), 'A');
    expect(again).toMatchObject({
      stored: { cluster: 'zurich-1', node: 'a' },
      account: { password: { secret: 'kept' } },
    });
  });
});

describe('what is saved', () => {
  it('has the shape of holdfast.yaml, teams by their sites', () => {
    const pin = `sha256/${'A'.repeat(43)}=`;
    const given = told({
      withB: true,
      load: '0',
      sites: { 1: 'Lyon', 2: 'Lyon' },
      B: { ...told().B, pin, standby: true },
    });
    const body = bodyOf(given, keyFor(given, ['zurich-1']));
    expect(body).toMatchObject({ key: 'zurich-1-2', load: 0, sites: [{ site: 'Lyon', teams: ['Billing', 'Sales'] }] });
    const inClear = JSON.parse(JSON.stringify(body, (_, value) => (value?.secret === 'new' ? value.text : value)));
    expect(finesseClusterShape.parse(inClear).servers.B).toMatchObject({ standby: 'expected', tls: { pin } });
  });

  it('has no answer to a question that UCCX does not have', () => {
    expect(bodyOf(told({ kind: 'uccx', load: '1' }), 'k')).not.toHaveProperty('load');
  });
});

describe('a way through', () => {
  it('ends where something is missing, and no password survives a reload', () => {
    const before = told();
    const after = kept(before);
    expect(JSON.stringify(after)).not.toContain('secret a');
    expect([shownStep(before, 'agents'), shownStep(after, 'agents'), shownStep(firstDraft, 'agents')]).toEqual([
      ...['agents', 'a', 'what'],
    ]);
    // nobody is told before something is watched
    expect([shownStep(before, 'alerts'), shownStep({ ...after, saved: 'k' }, 'done')]).toEqual(['agents', 'done']);
    expect([nextStep(before, 'b'), nextStep({ ...before, kind: 'xmpp' }, 'service')]).toEqual(['agents', 'alerts']);
  });
});

it('a plain service needs one way at least', () => {
  const xmpp = { ...firstDraft.xmpp, domain: 'chat.example', username: 'hf', password: 'p' };
  const without = { ...firstDraft, kind: 'xmpp' as const, name: 'Chat', xmpp };
  expect(faultsOfXmpp(without).map(({ field }) => field)).toEqual(['websocket']);
  const full = { ...without, xmpp: { ...xmpp, tcpHost: 'chat.example' } };
  expect(faultsOfXmpp(full)).toEqual([]);
  expect(connectionTest.parse(testOfXmpp(full))).toMatchObject({
    transports: { tcp: { port: 5222, security: 'starttls' } },
  });
});

describe('saving it', () => {
  const lab = (host: string, more = {}) => ({
    ...{
      kind: 'cluster' as const,
      key: 'lab',
      origin: 'file' as const,
      problem: null,
      changedAt: null,
      changedBy: null,
    },
    body: { name: 'Lab', kind: 'finesse', servers: { A: { host, ...more } } },
  });

  it('is refused in words when another cluster watches the server', () => {
    expect(clusterItem(told(), [lab('FIN-A.example.com')])).toMatchObject({
      fault: expect.stringMatching(/^fin-a\.example\.com is watched already, in the cluster Lab\./),
    });
    expect(clusterItem(told(), [lab('fin-b.example.com')])).toMatchObject({ key: 'zurich-1' });
    expect(clusterItem(told({ withB: true }), [lab('fin-b.example.com')])).toHaveProperty('fault');
    expect(clusterItem(told(), [lab('fin-a.example.com', { port: 9445 })])).toMatchObject({ key: 'zurich-1' });
    expect(clusterItem(told({ saved: 'lab' }), [lab('fin-a.example.com')])).toMatchObject({ key: 'lab' });
  });

  it('says what is refused as the forms call it', () => {
    const item = { kind: 'cluster' as const, key: 'zurich-1', body: bodyOf(told(), 'zurich-1') };
    const errors = [{ path: 'cluster/zurich-1/servers.B.account.username', message: 'is the account of server A too' }];
    expect(refusalWords(item, errors)).toBe(
      'It was not saved: Servers, Server B, Account, User name is the account of server A too.',
    );
    expect(refusalWords(item, [{ path: 'cluster/zurich-1', message: 'stands in the configuration file' }])).toBe(
      'It was not saved: it stands in the configuration file.',
    );
  });
});
