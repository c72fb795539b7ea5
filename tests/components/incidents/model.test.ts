/** The tab's list of incidents: the newer record of each, what is urgent first, and what every page counts. */
import { expect, test } from 'vitest';
import { type Incident, incidentFor, type Recorded } from '#contract';
import { foldIncidents, inOrder, openOnes } from '../../../components/incidents/model';
import { countWords, statusWords } from '../../../components/incidents/words';

const T = 1_800_000_000_000;
const incident = (id: string, more: Partial<Incident> = {}): Incident => ({
  ...{ id, revision: 1, kind: 'server-outage', subject: id, severity: 'ticket', audience: 'everybody' },
  ...{ clusterKey: 'cc', nodeKey: 'a', side: 'A', teamId: null, title: id, status: 'open', firstSignAt: T },
  cause: { outage: null, scope: null, where: null, failure: null },
  ...{ openedAt: T, acknowledged: null, assignedTo: null, resolved: null, reopened: 0, flapping: false, mutedBy: null },
  affected: { servers: [], transports: [], teams: [], agents: 0, agentsAtMost: 0 },
  ...{ explanations: [], told: [], timeline: [], mergedInto: null, labels: {} },
  ...more,
});
const told = (i: Incident, forTeam: { clusterKey: string; teamId: string } | null = null): Recorded => ({
  ...{ type: 'incident-changed', at: T, v: 1, observerId: 'local', eventId: i.id, seq: 1, forTeam, incident: i },
});

test('records may come twice or late: the newer one stands', () => {
  const model = [incident('a', { revision: 3 })];
  expect(foldIncidents(model, [told(incident('a', { revision: 2, title: 'older' }))])[0]?.title).toBe('a');
  expect(foldIncidents(model, [told(incident('a', { revision: 4, title: 'newer' }))])[0]?.title).toBe('newer');
});

test('who may see two teams is told of each, and sees both together', () => {
  const share = (teamId: string, agents: number, revision: number) => {
    const affected = {
      ...{ servers: [], transports: [], teams: [{ teamId, name: teamId, agents }], agents, agentsAtMost: agents },
    };
    const title = `${agents} agents lost their connection together`;
    const record = incident('g', { kind: 'group-disconnect', affected, revision, title });
    return told(record, { clusterKey: 'cc', teamId });
  };
  const both = foldIncidents([], [share('7', 3, 1), share('8', 2, 1), share('7', 4, 2), share('8', 9, 1)]);
  expect(both).toMatchObject([{ revision: 2, title: '6 agents lost their connection together' }]);
  expect(both[0]?.affected).toMatchObject({ agents: 6, agentsAtMost: 6 });
});

test('open before over, urgent before not, told before muted, new before old', () => {
  const mutedBy = { by: 'silence', ref: 's', text: 'silenced' } as const;
  const list = [
    incident('over', { status: 'resolved', severity: 'page', resolved: { time: T, who: null } }),
    incident('muted page', { severity: 'page', mutedBy }),
    incident('old ticket', { openedAt: T - 5 }),
    incident('ticket'),
    incident('page', { severity: 'page' }),
    incident('notice', { severity: 'in-page' }),
  ];
  expect(inOrder(list).map((i) => i.id)).toEqual(['page', 'ticket', 'old ticket', 'notice', 'muted page', 'over']);
  expect(openOnes(list).map((i) => i.id)).toEqual(['old ticket', 'ticket', 'page']);
  expect(countWords(openOnes(list))).toBe('3 incidents, 1 urgent');
  expect(statusWords(incident('a', { acknowledged: { time: T, who: 'J. Kim' } }))).toBe('open, J. Kim has it');
});

test('who may see one team sees its share, and nothing of a group without it', () => {
  const teams = [
    { teamId: '7', name: 'Billing', agents: 9 },
    { teamId: '8', name: 'Sales', agents: 5 },
  ];
  const timeline: Incident['timeline'] = [{ time: T, kind: 'affected', text: '14 agents', by: null }];
  const affected = { servers: [], transports: [], teams, agents: 14, agentsAtMost: 14 };
  const title = '14 agents lost their connection together';
  const group = incident('g', { kind: 'group-disconnect', affected, timeline, title });
  const share = incidentFor(group, [{ clusterKey: 'cc', teamId: '7' }]);
  expect(share?.affected).toMatchObject({ agents: 9, agentsAtMost: 9, teams: [teams[0]] });
  expect(share?.timeline).toEqual([]);
  expect(share?.title).toBe('9 agents lost their connection together');
  expect(incidentFor(group, [{ clusterKey: 'cc', teamId: '9' }])).toBeNull();
});
