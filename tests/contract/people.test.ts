/** Who may see and do what, in one place. */
import { expect, test } from 'vitest';
import { may, mayCommand, permissions, roles, type Scope, topicOf, topicPatternsOf, withinTeams } from '#contract';
import { allowsTopic } from '../../server/live/ticket';

const seven = [{ clusterKey: 'cc', teamId: '7' }];
const eight = [{ clusterKey: 'cc', teamId: '8' }];

test('each role may what the one below it may, and more', () => {
  const granted = Object.fromEntries(
    roles.map((role) => [role, permissions.filter((p) => may({ role, teams: null }, p)).length]),
  );
  expect(granted).toEqual({ administrator: 9, operator: 7, supervisor: 4, viewer: 1 });
  for (const p of permissions) {
    const allowed = roles.filter((role) => may({ role, teams: null }, p));
    expect(allowed).toEqual(roles.slice(0, allowed.length));
  }
});

test('over all teams is not for who is limited to some, whatever the role', () => {
  for (const role of roles)
    expect([may({ role, teams: seven }, 'see-everything'), may({ role, teams: seven }, 'see-alerting')]).toEqual([
      false,
      false,
    ]);
  const limited = { role: 'operator', teams: seven } as const;
  expect([mayCommand(limited, 'acknowledge-incident'), mayCommand(limited, 'create-silence')]).toEqual([true, false]);
});

test('what is asked for is cut to what is theirs, and never widened', () => {
  const cases: [Scope, Scope, Scope][] = [
    [null, null, null],
    [null, seven, seven],
    [seven, null, seven],
    [seven, [...seven, ...eight], seven],
    [seven, eight, []],
    [[], null, []],
  ];
  for (const [theirs, asked, seen] of cases) expect(withinTeams(theirs, asked)).toEqual(seen);
});

test('a supervisor may follow the service and the own teams, nobody else', () => {
  const patterns = topicPatternsOf({ role: 'supervisor', teams: seven });
  const followed = (topic: string) => allowsTopic(patterns, topic);
  const service = ['cluster:cc', 'target:cc/a/tcp', 'observer', 'service-incidents'];
  expect([...service, 'team:cc/7', 'incidents:cc/7'].map(followed)).toEqual(Array(6).fill(true));
  const others = ['team:cc/8', 'team:cc/70', 'incidents:cc/8', 'agents:cc', 'incidents', 'admin'];
  expect(others.map(followed)).toEqual(Array(6).fill(false));
  expect(topicPatternsOf({ role: 'viewer', teams: null })).toEqual([]);
  expect(topicPatternsOf({ role: 'operator', teams: null })).toContain('admin');
});

/** Each kind of topic, and who may follow it: limited to team 7 of cc, or to none. A new kind without a row fails. */
const examples: Record<keyof typeof topicOf, readonly string[]> = {
  cluster: [topicOf.cluster('cc')],
  agents: [topicOf.agents('cc')],
  team: [topicOf.team('cc', '7'), topicOf.team('cc', '8'), topicOf.team('cc', '70'), topicOf.team('dd', '7')],
  target: [topicOf.target('cc/a/tcp')],
  observer: [topicOf.observer],
  incidents: [topicOf.incidents],
  serviceIncidents: [topicOf.serviceIncidents],
  teamIncidents: [topicOf.teamIncidents('cc', '7'), topicOf.teamIncidents('cc', '8')],
  admin: [topicOf.admin],
};
const service = ['cluster:cc', 'target:cc/a/tcp', 'observer'];
const everybody = [...service, 'agents:cc', 'team:cc/7', 'team:cc/8', 'team:cc/70', 'team:dd/7', 'incidents'];
const ofSeven = [...service, 'team:cc/7', 'service-incidents', 'incidents:cc/7'];

test.each([
  ['administrator', null, [...everybody, 'admin']],
  ['administrator', seven, ofSeven],
  ['operator', null, [...everybody, 'admin']],
  ['operator', seven, ofSeven],
  ['supervisor', null, everybody],
  ['supervisor', seven, ofSeven],
  ['supervisor', [], [...service, 'service-incidents']],
  ['viewer', null, []],
  ['viewer', seven, []],
] as const)('every kind of topic: %s of %j', (role, teams, allowed) => {
  expect(Object.keys(examples).sort()).toEqual(Object.keys(topicOf).sort());
  const patterns = topicPatternsOf({ role, teams: teams === null ? null : [...teams] });
  const followed = Object.values(examples)
    .flat()
    .filter((topic) => allowsTopic(patterns, topic));
  expect(followed.sort()).toEqual([...allowed].sort());
});
