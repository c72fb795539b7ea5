/** Which incidents speak up on every page, and when they are new. */
import { describe, expect, it } from 'vitest';
import type { Incident } from '#contract';
import { newOnes, noticesOf } from '../../../components/incidents/notice-model';
import { incidentOf } from '../../alert/incidents';

const none = { scope: null, path: '/', hidden: new Set<string>() };
const shown = (incidents: readonly Incident[], view: Partial<Parameters<typeof noticesOf>[1]> = {}) =>
  noticesOf(incidents, { ...none, ...view }).map((n) => `${n.incident.id}${n.loud ? '!' : ''}`);

const acknowledged = { time: 5, who: 'kim' };
const muted = { by: 'silence' as const, ref: 's', text: 'silenced' };
const ofTeam = (id: string, teamId: string) =>
  incidentOf(id, 1, 'in-page', { audience: 'team', kind: 'team-out', clusterKey: 'cc', teamId });

describe('a notice', () => {
  it('is of what is urgent, open, not muted, and taken by nobody', () => {
    expect(
      shown([
        incidentOf('page', 1, 'page'),
        incidentOf('high', 1, 'high'),
        incidentOf('ticket', 1, 'ticket'),
        incidentOf('quiet', 1, 'in-page'),
        incidentOf('taken', 1, 'page', { acknowledged }),
        incidentOf('muted', 1, 'page', { mutedBy: muted }),
        incidentOf('over', 1, 'page', { status: 'resolved', resolved: { time: 9, who: null } }),
      ]),
    ).toEqual(['page!', 'high!']);
  });

  it('of a team is for those who look at that team, aloud, and for those who look at all, without a sound', () => {
    const incidents = [ofTeam('billing', '42'), ofTeam('sales', '7'), incidentOf('server', 1, 'high')];
    expect(shown(incidents)).toEqual(['billing', 'sales', 'server!']);
    expect(shown(incidents, { scope: [{ clusterKey: 'cc', teamId: '42' }] })).toEqual(['billing!', 'server!']);
    expect(shown(incidents, { scope: [] })).toEqual(['server!']);
  });

  it('is not on the page of the incident itself, and stays hidden until that gets worse or comes back', () => {
    const incident = incidentOf('a b', 1, 'high');
    expect(shown([incident], { path: '/incidents/a%20b' })).toEqual([]);
    const hidden = new Set(noticesOf([incident], none).map((n) => n.key));
    expect(shown([incident], { hidden })).toEqual([]);
    expect(shown([{ ...incident, severity: 'page' }], { hidden })).toEqual(['a b!']);
    expect(shown([{ ...incident, reopened: 1 }], { hidden })).toEqual(['a b!']);
  });

  it('is new once; what was there when the page was opened is not', () => {
    const [a, b] = [incidentOf('a', 1, 'page'), incidentOf('b', 2, 'high')];
    expect(newOnes(null, noticesOf([a], none))).toEqual([]);
    expect(newOnes(new Set(['a page 0']), noticesOf([a, b], none)).map((n) => n.incident.id)).toEqual(['b']);
  });
});
