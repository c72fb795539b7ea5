/** The forms of settings: from a draft to what is sent, what is missing in it, and where refusals belong. */
import { expect, test } from 'vitest';
import { configChanged } from '#contract';
import { finesseFields, xmppFields } from '../../../components/settings/clusters/fields';
import { cloneOf, clusterRows, editingOf } from '../../../components/settings/clusters/model';
import { trialsOf } from '../../../components/settings/clusters/try-out';
import { answeredOf } from '../../../components/settings/form/change';
import type { Field } from '../../../components/settings/form/fields';
import { clusterKeyOf, freeName, withKeysKept, withoutIdleKeys } from '../../../components/settings/form/keys';
import { placeWords } from '../../../components/settings/form/place-words';
import { faultsFrom, faultUnder } from '../../../components/settings/form/refusals';
import { bodyOf, faultsOf } from '../../../components/settings/form/tidy';
import { type Tree, valueAt, withoutSecrets, withValue } from '../../../components/settings/form/tree';
import { watchOf, watchText } from '../../../components/settings/form/watch-text';

const typed: Tree = {
  kind: 'finesse',
  name: '  Contact centre ',
  load: 0,
  servers: {
    A: {
      host: 'fin-a.example.com ',
      port: '8445',
      account: { username: 'holdfast-a', password: { secret: 'kept' } },
      tls: { pin: '' },
      unknownToTheForm: { stays: true },
    },
  },
  sites: [{ site: 'Lyon', teams: 'Billing\n\n  Care ' }],
};

test('what was typed becomes a body: ends trimmed, digits numbers, lines lists, strange keys kept', () => {
  expect(bodyOf(finesseFields, typed)).toEqual({
    kind: 'finesse',
    name: 'Contact centre',
    load: 0,
    servers: {
      A: {
        host: 'fin-a.example.com',
        port: 8445,
        account: { username: 'holdfast-a', password: { secret: 'kept' } },
        tls: {},
        unknownToTheForm: { stays: true },
      },
    },
    sites: [{ site: 'Lyon', teams: ['Billing', 'Care'] }],
  });
});

test('a body that nobody touched is sent as it came', () => {
  const body = bodyOf(finesseFields, typed);
  expect(bodyOf(finesseFields, body)).toEqual(body);
});

test('what is plainly missing or wrong is told at its place', () => {
  const draft: Tree = { kind: 'finesse', name: ' ', servers: { A: { host: 'a', port: '70000', tls: {} }, B: {} } };
  expect(faultsOf(finesseFields, draft)).toEqual({
    name: 'This is needed.',
    'servers.A.port': 'A whole number from 1 to 65,535.',
    'servers.A.account.username': 'This is needed.',
    'servers.A.account.password': 'This is needed.',
    'servers.A.tls.trust': 'Choose one.',
    'servers.B.host': 'This is needed.',
    'servers.B.account.username': 'This is needed.',
    'servers.B.account.password': 'This is needed.',
  });
  expect(faultsOf(xmppFields, { kind: 'xmpp', name: 'Lab', nodes: [] })).toEqual({
    nodes: 'At least one server is needed.',
  });
});

test('a secret stays, is replaced, or is missing; an empty one is none', () => {
  const fields: Field[] = [{ as: 'secret', key: 'token', label: 'Token', required: true }];
  expect(faultsOf(fields, { token: { secret: 'kept' } })).toEqual({});
  expect(faultsOf(fields, { token: { secret: 'new', text: '' } })).toEqual({ token: 'This is needed.' });
  expect(bodyOf(fields, { token: { secret: 'new', text: '' } })).toEqual({});
  expect(bodyOf(fields, { token: { secret: 'new', text: ' spaces belong ' } })).toEqual({
    token: { secret: 'new', text: ' spaces belong ' },
  });
});

test('a tree is changed without touching what it was', () => {
  const tree: Tree = { a: [{ b: 1 }, { b: 2 }], c: 'x' };
  expect(withValue(tree, ['a', 1, 'b'], 3)).toEqual({ a: [{ b: 1 }, { b: 3 }], c: 'x' });
  expect(withValue(tree, ['a', 0], undefined)).toEqual({ a: [{ b: 2 }], c: 'x' });
  expect(withValue(tree, ['d', 'e'], true)).toEqual({ a: [{ b: 1 }, { b: 2 }], c: 'x', d: { e: true } });
  expect(Object.keys(withValue(tree, ['a'], null) as object)).toEqual(['a', 'c']);
  expect([valueAt(tree, ['a', 1, 'b']), valueAt(tree, ['constructor'])]).toEqual([2, undefined]);
});

test('the errors of a refusal come to their fields, whatever the item is called', () => {
  const places = ['On/Call', 'On call'].map((key) => ({ ref: { kind: 'channel' as const, key }, at: '' }));
  const faults = faultsFrom(
    [
      { path: 'channel/On/Call/email.to[1]', message: 'is not an e-mail address' },
      { path: 'channel/On call/name', message: 'is taken' },
      { path: 'channel/On/Call', message: 'does not fit' },
      { path: 'cluster/lab/nodes[0].domain', message: 'is missing' },
    ],
    places,
  );
  expect(faults).toEqual({
    'email.to[1]': 'is not an e-mail address',
    name: 'is taken',
    '': 'does not fit',
    'cluster/lab/nodes[0].domain': 'is missing',
  });
  expect(faultUnder(faults, 'email.to')).toBe('is not an e-mail address');
  const heartbeat = { ref: { kind: 'setting' as const, key: 'notify.heartbeat' }, at: 'heartbeat' };
  expect(faultsFrom([{ path: 'setting/notify.heartbeat/url', message: 'is missing' }], [heartbeat])).toEqual({
    'heartbeat.url': 'is missing',
  });
});

test('places are named by the labels of their fields', () => {
  expect(placeWords(finesseFields, 'servers.A.account.password')).toBe('Servers, Server A, Account, Password');
  expect(placeWords(finesseFields, 'servers.B.tls.pin')).toBe('Servers, Server B, Certificate, Its fingerprint');
  expect(placeWords(xmppFields, 'nodes[1].transports.tcp.port')).toBe('server 2, Transports, TCP, Port');
  expect(placeWords(xmppFields, 'cluster/other/name')).toBe('cluster/other/name');
});

test('answers of the API: somebody was faster, refused with places, or nothing that can be read', () => {
  const refusal = { title: 'Refused', errors: [{ path: 'channel/x/name', message: 'is missing' }] };
  expect(answeredOf(409, { title: 'Changed' }, configChanged)).toEqual({ is: 'stale' });
  expect(answeredOf(422, refusal, configChanged)).toEqual({
    is: 'refused',
    sentence: 'Refused',
    errors: refusal.errors,
  });
  expect(answeredOf(502, '<html>', configChanged)).toEqual({ is: 'silent' });
  expect(answeredOf(200, { revision: 3, differences: [], waiting: null }, configChanged)).toMatchObject({ is: 'done' });
});

test('people to watch are lines, and teams with their people the same people', () => {
  const watch: Tree = [
    'kim@lab.example',
    { jid: 'ana@lab.example', name: 'Ana', site: 'Lyon' },
    { team: 'Billing', site: 'Paris', people: ['li@lab.example', { jid: 'jo@lab.example', name: 'Jo', site: 'Rome' }] },
  ];
  const text = watchText(watch);
  expect(text.split('\n')).toEqual([
    'kim@lab.example',
    'ana@lab.example; Ana; ; Lyon',
    'li@lab.example; ; Billing; Paris',
    'jo@lab.example; Jo; Billing; Rome',
  ]);
  expect(watchOf(`${text}\n\n`)).toEqual([
    'kim@lab.example',
    { jid: 'ana@lab.example', name: 'Ana', site: 'Lyon' },
    { jid: 'li@lab.example', team: 'Billing', site: 'Paris' },
    { jid: 'jo@lab.example', name: 'Jo', team: 'Billing', site: 'Rome' },
  ]);
});

test('a renamed server keeps the key that its history hangs on; keys that say nothing new stay out', () => {
  const lab: Tree = { kind: 'xmpp', name: 'Lab', nodes: [{ name: 'Prosody 1' }, { name: 'B', key: 'two' }] };
  const open = withKeysKept(lab, 'lab');
  expect(withoutIdleKeys(open, lab)).toEqual(lab);
  const renamed = withValue(open, ['nodes', 0, 'name'], 'East');
  expect(valueAt(withoutIdleKeys(renamed, lab), ['nodes', 0])).toEqual({ name: 'East', key: 'prosody-1' });
  expect([clusterKeyOf({ name: 'Zürich Lab 2' }), clusterKeyOf({ name: 'x', key: 'y' }), clusterKeyOf({})]).toEqual([
    'zurich-lab-2',
    'y',
    '',
  ]);
});

test('a copy has another name, no key, and none of the secrets', () => {
  const body: Tree = { key: 'lab', name: 'Lab', nodes: [{ account: { username: 'h', password: { secret: 'kept' } } }] };
  expect(cloneOf(body, freeName('Lab', ['Lab', 'Lab 2']))).toEqual({
    name: 'Lab 3',
    nodes: [{ account: { username: 'h' } }],
  });
  expect(withoutSecrets([{ token: { secret: 'kept' } }])).toEqual([{}]);
});

test('what stands in the form can be tried, with the kept password of a cluster that is there', () => {
  const server = { host: 'fin-a.example.com', account: { username: 'a', password: { secret: 'kept' } } };
  const body: Tree = { kind: 'finesse', servers: { A: server, B: { host: 'fin-b.example.com', account: {} } } };
  const [a, b] = trialsOf(body, 'cc');
  expect(a).toMatchObject({
    name: 'Server A, fin-a.example.com',
    test: {
      host: 'fin-a.example.com',
      stored: { cluster: 'cc', node: 'a' },
      account: { password: { secret: 'kept' } },
    },
  });
  expect(b?.test).toBeNull();
  const node = { name: 'Prosody', domain: 'lab.example', transports: { tcp: { host: 'x.example', security: 'tls' } } };
  const account = { username: 'h', password: { secret: 'new', text: 'pw' } };
  const [lab] = trialsOf({ kind: 'xmpp', nodes: [{ ...node, account }] }, null);
  expect(lab?.test).toMatchObject({ stored: null, transports: { tcp: { host: 'x.example', port: 5223 } } });
});

test('the address says what is edited', () => {
  const item = {
    kind: 'cluster',
    key: 'lab',
    origin: 'file',
    problem: null,
    changedAt: null,
    changedBy: null,
  } as const;
  const rows = clusterRows({
    items: [{ ...item, body: { kind: 'xmpp', name: 'Lab', nodes: [{ name: 'p', domain: 'd' }] } }],
  });
  expect(rows.map(({ name, kind, servers }) => [name, kind, servers])).toEqual([['Lab', 'xmpp', ['p, d']]]);
  expect(editingOf({ cluster: null, clone: null, add: null }, rows)).toEqual({ is: 'list' });
  expect(editingOf({ cluster: 'gone', clone: null, add: null }, rows)).toEqual({ is: 'unknown', key: 'gone' });
  expect(editingOf({ cluster: 'lab', clone: null, add: null }, rows)).toMatchObject({ is: 'editor', kind: 'xmpp' });
  expect(editingOf({ cluster: null, clone: 'lab', add: null }, rows)).toMatchObject({
    item: null,
    start: { name: 'Lab 2' },
  });
});
