/** A made-up outage of `cc`: the Notification Service of side A is down for 45 s; of three agents one is forced out, one moves to B. */
import type {
  Delivery,
  Event,
  EventOf,
  Failure,
  HandshakeTranscript,
  Incident,
  ReadinessRung,
  RungState,
} from '#contract';
import { readinessRungs } from '#contract';
import { configured, gap, phase } from './facts';
import {
  atRiskOn,
  clusterNamed,
  connectedOn,
  endedBy,
  groupOf,
  groupTold,
  judged,
  listed,
  lossOf,
  lossTold,
  serverNamed,
} from './presence-facts';

export const T = Date.UTC(2026, 10, 20, 9, 14);
const S = 1_000;
export const a = { clusterKey: 'cc', nodeKey: 'a', targetKey: 'cc/a/websocket' };

let born = 0;
const birth = (at: number) => {
  born += 1;
  return {
    observerId: 'local',
    eventId: `00000000-0000-4000-a000-${String(born).padStart(12, '0')}`,
    v: 1 as const,
    at,
  };
};
const ofA = { clusterKey: 'cc', nodeKey: 'a', side: 'A' as const };

export const closed: Failure = { kind: 'transport', condition: 'closed', phase: 'online', text: null };

export const rungs = (at: number, bad: readonly ReadinessRung[], since = at): EventOf<'readiness-changed'> => ({
  ...{ ...birth(at), ...ofA, type: 'readiness-changed' },
  rungs: readinessRungs.map((rung): RungState => {
    const isBad = bad.includes(rung);
    return {
      rung,
      status: isBad ? 'bad' : 'good',
      since,
      checkedAt: at,
      via: isBad ? 'XMPP session' : 'GET SystemInfo',
    };
  }),
});

export const outageTold = (at: number, outage: EventOf<'outage-changed'>['outage']): EventOf<'outage-changed'> => ({
  ...{ ...birth(at), ...ofA, type: 'outage-changed', outage },
});

export const factsTold = (at: number, zoneOffsetMin: number | null): EventOf<'server-facts-changed'> => ({
  ...{ ...birth(at), ...ofA, type: 'server-facts-changed', changed: [], via: 'rest', serverAt: null },
  ...{ offsetMs: null, offsetErrorMs: null },
  facts: {
    ...{ status: 'IN_SERVICE', statusReason: null, deployment: 'UCCE', authMode: 'NON_SSO', release: '12.6' },
    ...{ xmppDomain: 'fin-A.example', pubsubDomain: null, ctiHeartbeat: 'SUCCESS', ctiServers: [] },
    ...{ ctiMaintenance: null, finesseMaintenance: null, httpStatus: 200, zoneOffsetMin },
  },
});

const lostWith = { ...a, type: 'session-lost' as const, failure: closed, onlineForMs: 60_000 };

export const forced = lossOf('d1', '1001', '7', T + 2 * S, {
  ...{ before: { state: 'TALKING', pendingState: null, onCall: true }, end: endedBy('forced-not-ready', T + 62 * S) },
  ...{ returned: { at: T + 50 * S, side: 'A' }, readyAgainAt: T + 122 * S, closedAt: T + 122 * S, groupId: 'd1' },
});
export const moved = lossOf('d2', '1002', '7', T + 3 * S, {
  ...{ returned: { at: T + 33 * S, side: 'B' }, closedAt: T + 33 * S, groupId: 'd1' },
});
export const away = lossOf('d3', '1003', '8', T + 4 * S, { groupId: 'd1' });

/** In order of time. */
export const outageEvents = (): Event[] => [
  ...[clusterNamed(T - 3_600 * S), serverNamed(T - 3_600 * S, 'A'), serverNamed(T - 3_600 * S, 'B')],
  ...[listed(T - 3_600 * S, '1001', '7'), listed(T - 3_600 * S, '1002', '7'), listed(T - 3_600 * S, '1003', '8')],
  { ...configured(T - 3_000 * S, a), clusterName: 'CC', nodeName: 'fin-A' },
  { ...configured(T - 2_000 * S, a), clusterName: 'CC', nodeName: 'fin-A', pingIntervalMs: 5_000 },
  ...[rungs(T - 1_800 * S, []), factsTold(T - 1_800 * S, 60), phase(T - 1_800 * S, 'connecting', 'online', null, a)],
  ...['1001', '1002'].map((login) => judged(T - 900 * S, login, '7', connectedOn('A', T - 900 * S))),
  judged(T - 900 * S, '1003', '8', connectedOn('A', T - 900 * S)),
  gap(T - 100 * S, T - 90 * S),
  { ...birth(T), ...lostWith },
  phase(T, 'online', 'backoff', closed, a),
  rungs(T + 1 * S, ['xmpp-session'], T),
  outageTold(T + 1 * S, { cause: 'undetermined', since: T, toldAt: null, consequences: [] }),
  ...[judged(T + 2 * S, '1001', '7', atRiskOn('A', T + 2 * S)), lossTold(T + 2 * S, forced)],
  ...[judged(T + 3 * S, '1002', '7', atRiskOn('A', T + 3 * S)), lossTold(T + 3 * S, moved)],
  ...[judged(T + 4 * S, '1003', '8', atRiskOn('A', T + 4 * S)), lossTold(T + 4 * S, away)],
  groupTold(T + 5 * S, { ...groupOf('d1', null, T + 2 * S, T + 4 * S, 3), scope: 'server-side', where: 'A' }),
  outageTold(T + 8 * S, {
    ...{ cause: 'notification-service', since: T, toldAt: T + 8 * S },
    consequences: [{ rung: 'system-info', at: T + 12 * S }],
  }),
  judged(T + 33 * S, '1002', '7', connectedOn('B', T + 33 * S)),
  ...[phase(T + 45 * S, 'connecting', 'online', null, a), rungs(T + 45 * S, []), outageTold(T + 46 * S, null)],
  judged(T + 62 * S, '1001', '7', {
    ...{ kind: 'forced-out', outcome: 'forced-not-ready', at: T + 62 * S, side: 'A', connectedOn: 'A' },
  }),
];

export const incidentOf = (more: Partial<Incident> = {}): Incident => ({
  ...{ id: 'server-cc-a-x1', revision: 3, kind: 'server-outage', subject: 'server cc/a', severity: 'ticket' },
  ...{ audience: 'everybody', clusterKey: 'cc', nodeKey: 'a', side: 'A', teamId: null, status: 'resolved' },
  title: 'fin-A (side A) is out of service: its Notification Service is down',
  cause: { outage: 'notification-service', scope: null, where: 'A', failure: null },
  ...{ firstSignAt: T, openedAt: T + 10 * S, acknowledged: { time: T + 20 * S, who: 'J. Kim' }, assignedTo: null },
  ...{ resolved: { time: T + 76 * S, who: null }, reopened: 0, mergedInto: null, labels: {}, flapping: false },
  mutedBy: null,
  affected: { servers: ['cc/a'], transports: [a.targetKey], teams: [], agents: 0, agentsAtMost: 3 },
  explanations: [
    {
      ...{ ruleKey: 'outage', ruleName: 'Server outage', severity: 'ticket', threshold: 'the signature for 10 s' },
      ...{ begunAt: T, firedAt: T + 10 * S, pendingForMs: 10 * S, endedAt: T + 76 * S },
      samples: [{ time: T + 1 * S, text: 'the session is lost' }],
    },
  ],
  told: [],
  timeline: [
    { time: T, kind: 'first-sign', text: 'the session is lost', by: null },
    { time: T + 10 * S, kind: 'fired', text: 'Server outage (ticket)', by: null },
    { time: T + 20 * S, kind: 'acknowledged', text: 'acknowledged', by: 'J. Kim' },
    { time: T + 30 * S, kind: 'note', text: 'Called <TAC> | SR 1', by: 'J. Kim' },
    { time: T + 76 * S, kind: 'resolved', text: 'it is over', by: null },
  ],
  ...more,
});

export const deliveryOf = (more: Partial<Delivery> = {}): Delivery => ({
  ...{ id: 'x1/opened/hook', incidentId: 'server-cc-a-x1', channel: 'hook', transition: 'opened-ticket-0', order: 1 },
  ...{ createdAt: T + 10 * S, status: 'delivered', tries: 2, dueAt: T + 12 * S, condition: 'http-500' },
  ...{ deliveredAt: T + 12 * S, bundled: [], incident: incidentOf() },
  attempts: [
    { at: T + 10 * S, tookMs: 31, condition: 'http-500' },
    { at: T + 12 * S, tookMs: 12, condition: null },
  ],
  ...more,
});

export const transcriptOf = (more: Partial<HandshakeTranscript> = {}): HandshakeTranscript => ({
  ...{ targetKey: a.targetKey, startedAt: T + 5 * S, at: T + 5 * S + 40, leftOut: 0 },
  failure: { kind: 'transport', condition: 'http-status', phase: 'upgrade', text: null, detail: { status: 503 } },
  lines: [
    { atMs: 0, from: 'wire', text: 'dns' },
    { atMs: 1.2, from: 'us', text: '<auth mechanism="PLAIN">(20 characters, not kept)</auth>' },
  ],
  ...more,
});
