/** Targets chosen and filtered, teams with their people, settings that exist once, and a file on its way in. */
import { expect, test } from 'vitest';
import type { ConfigItem, NodeTags, TargetState } from '#contract';
import { linesAround, standingOf } from '../../../components/settings/file/model';
import { standingOf as standing } from '../../../components/settings/overview/model';
import { draftOf, meantBy as partsMeant } from '../../../components/settings/parts/parts';
import { sections, sectionsOf } from '../../../components/settings/sections';
import { groupsOf, meantBy } from '../../../components/settings/targets/model';
import { tagPlan, tagsInUse, wordOf } from '../../../components/settings/targets/tags';
import { siteWords, teamRows } from '../../../components/settings/teams/model';

function target(clusterKey: string, transport: TargetState['transport'], session: TargetState['session']): TargetState {
  return {
    ...{ key: `${clusterKey}/a/${transport}`, clusterKey, clusterName: clusterKey.toUpperCase(), nodeKey: 'a' },
    ...{ nodeName: 'Node A', transport, domain: 'd', address: `wss://${clusterKey}.example`, expect: 'open', session },
    ...{ pingIntervalMs: 10_000, pingTimeoutMs: 10_000, pingRetries: 2, demo: false, archived: false },
    ...{ lastPing: null, lastLoss: null, certificate: null },
  };
}
const online = { phase: 'online', since: 0, misses: 0 } as const;
const paused = { phase: 'stopped', since: 0, reason: 'paused', failure: null } as const;
const tags: NodeTags[] = [
  { clusterKey: 'east', nodeKey: 'a', place: ['nodes', 0], own: ['paris'], inherited: ['prod'] },
  { clusterKey: 'east', nodeKey: 'b', place: ['nodes', 1], own: [], inherited: ['prod'] },
  { clusterKey: 'west', nodeKey: 'a', place: ['servers', 'A'], own: [], inherited: [] },
];
const states = [target('east', 'tcp', online), target('east', 'websocket', paused), target('west', 'tcp', online)];

test('every word of the filter is looked for; each cluster is a group', () => {
  const keys = (filter: string) => groupsOf(states, filter, tags).map((g) => [g.clusterKey, g.targets.length]);
  expect(keys('')).toEqual([
    ['east', 2],
    ['west', 1],
  ]);
  expect(keys('EAST paused')).toEqual([['east', 1]]);
  expect(keys('node tcp')).toEqual([
    ['east', 1],
    ['west', 1],
  ]);
  expect(keys('paris tcp')).toEqual([['east', 1]]);
  expect(keys('south')).toEqual([]);
});

test('of the chosen, a command goes to those that it means something to', () => {
  expect(meantBy('pause-target', states)).toEqual(['east/a/tcp', 'west/a/tcp']);
  expect(meantBy('resume-target', states)).toEqual(['east/a/websocket']);
  expect(meantBy('reconnect-target', [])).toEqual([]);
});

test('a tag goes to the servers of the chosen targets in one change; what stays as it is is told', () => {
  const cluster = (key: string, origin: ConfigItem['origin'], body: ConfigItem['body']): ConfigItem => ({
    ...{ kind: 'cluster', key, origin, body, problem: null, changedAt: null, changedBy: null },
  });
  const east = { name: 'East', tags: ['prod'], nodes: [{ name: 'a', tags: ['paris'] }, { name: 'b' }] };
  const items = [
    cluster('east', 'pages', east),
    cluster('west', 'file', { name: 'West', servers: { A: { host: 'a' } } }),
  ];
  const everything = [...tags, ...tags];
  const known = { tags, items };

  expect(tagPlan('add', 'paris', everything, known)).toEqual({
    put: [
      {
        ...{ kind: 'cluster', key: 'east' },
        body: { ...east, nodes: [east.nodes[0], { name: 'b', tags: ['paris'] }] },
      },
    ],
    servers: 1,
    left: ['1 server already had it.', 'Read-only here, because the configuration file has it: 1 server.'],
  });
  expect(tagPlan('remove', 'paris', everything, known)).toEqual({
    put: [{ kind: 'cluster', key: 'east', body: { ...east, nodes: [{ name: 'a' }, { name: 'b' }] } }],
    servers: 1,
    left: ['2 servers did not have it.'],
  });
  expect(tagPlan('remove', 'prod', states, known)).toEqual({
    ...{ put: [], servers: 0 },
    left: ['1 server did not have it.', 'It is a tag of the whole cluster, to be taken off there: 1 server.'],
  });
  const full = tags.map((node) => ({ ...node, own: Array.from({ length: 10 }, (_, n) => `t${n}`) }));
  expect(tagPlan('add', 'more', [{ clusterKey: 'east', nodeKey: 'b' }], { tags: full, items })).toMatchObject({
    ...{ put: [], left: ['No more than 10 tags each: 1 server.'] },
  });
  expect([wordOf(' Paris '), wordOf('two words'), wordOf('')]).toEqual(['paris', null, null]);
  expect(tagsInUse(tags)).toEqual(['paris', 'prod']);
});

test('teams have their agents, sites, and those who may see them', () => {
  const team = (teamId: string, teamName: string) => ({
    ...{ clusterKey: 'cc', clusterName: 'CC', clusterRemoved: false, teamId, teamName },
  });
  const agent = (teamId: string, site: string | null) => ({ clusterKey: 'cc', teamId, site });
  const person = (name: string, teamId: string, disabled = false) => ({
    ...{ name, role: 'supervisor', teams: [{ clusterKey: 'cc', teamId }], disabled },
  });
  const rows = teamRows(
    [team('10', 'Sales'), team('2', 'Billing')],
    [agent('2', 'Lyon'), agent('2', null), agent('2', 'Lyon'), agent('9', 'Rome')],
    [
      person('Kim', '2'),
      person('Gone', '2', true),
      { name: 'Root', role: 'administrator', teams: null, disabled: false },
    ],
  );
  expect(rows.map((r) => [r.teamName, r.agents, siteWords(r.sites), r.supervisors])).toEqual([
    ['Billing', 3, 'Lyon 2, 1 without a site', ['Kim']],
    ['Sales', 0, '', []],
  ]);
});

test('of settings that exist once, those of the file stay out; an emptied one is taken out', () => {
  const item = (key: string, origin: ConfigItem['origin'], body: ConfigItem['body']): ConfigItem => ({
    ...{ kind: 'setting', key, origin, body, problem: null, changedAt: null, changedBy: null },
  });
  const known = {
    items: [
      item('notify.publicUrl', 'pages', 'https://h.example'),
      item('notify.heartbeat', 'file', { url: { secret: 'kept' } }),
    ],
  };
  const parts = [
    { key: 'notify.publicUrl', at: 'publicUrl' },
    { key: 'notify.heartbeat', at: 'heartbeat' },
    { key: 'history', at: 'history' },
  ] as const;
  expect(draftOf(known, parts)).toEqual({ publicUrl: 'https://h.example' });
  expect(partsMeant(known, parts, { history: { nameDays: 14 } }).wish).toEqual({
    put: [{ kind: 'setting', key: 'history', body: { nameDays: 14 } }],
    remove: [{ kind: 'setting', key: 'notify.publicUrl' }],
  });
  expect(partsMeant(known, parts, { publicUrl: 'https://h.example', history: {} }).wish).toEqual({
    put: [{ kind: 'setting', key: 'notify.publicUrl', body: 'https://h.example' }],
    remove: [],
  });
});

test('a file is wrong, lacks secrets, changes nothing, or can be applied', () => {
  const looked = { revision: 1, differences: [], waiting: null, readOnly: [], missing: [], problems: [] };
  const change = { kind: 'channel', key: 'x', path: '', was: null, is: 'y' } as const;
  expect([
    standingOf(null).is,
    standingOf({ ...looked, missing: ['A'], problems: [{ line: 2, path: 'clusters', message: 'is missing' }] }).is,
    standingOf({ ...looked, missing: ['A'] }),
    standingOf(looked).is,
    standingOf({ ...looked, differences: [change] }).is,
  ]).toEqual(['nothing', 'wrong', { is: 'asking', names: ['A'] }, 'same', 'ready']);
  expect(linesAround('one\ntwo\r\nthree', 1)).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
});

test('the first page tells what is missing, and what is not in force', () => {
  const item = (kind: ConfigItem['kind'], key: string, problem: string | null = null): ConfigItem => ({
    ...{ kind, key, origin: 'pages', body: {}, problem, changedAt: null, changedBy: null },
  });
  const hrefs = (items: ConfigItem[], people: number, sqlite: boolean) =>
    standing({ items }, { people, sqlite }).missing.map((step) => step.href);
  expect(hrefs([], 1, true)).toEqual([
    ...['/set-up/cluster', '/settings/channels', '/settings/notify', '/settings/notify'],
    ...['/settings/backup', '/settings/people'],
  ]);
  const all = [
    ...[item('cluster', 'cc'), item('channel', 'Mail', 'needs a secret to be given again')],
    ...[item('setting', 'notify.publicUrl'), item('setting', 'notify.heartbeat')],
  ];
  expect(hrefs(all, 2, false)).toEqual([]);
  expect(standing({ items: all }, { people: 2, sqlite: false }).problems).toEqual([
    { words: 'Channel Mail: needs a secret to be given again', href: '/settings/channels' },
  ]);
});

test('an operator finds only what is theirs among the sections', () => {
  const names = sectionsOf({ role: 'operator', teams: null }).flatMap((g) => g.sections.map((s) => s.name));
  expect(names).toEqual(['Appearance']);
  const all = sectionsOf({ role: 'administrator', teams: null }).flatMap((g) => g.sections);
  expect(all).toHaveLength(sections.length);
});
