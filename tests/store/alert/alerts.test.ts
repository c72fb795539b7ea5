/** Incidents and what is to be told of them are written together or not at all, and found again after a restart, on every database. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery, Incident } from '#contract';
import { openStore } from '../../../server/store/open';
import { openReadStore } from '../../../server/store/read-store';
import { databases } from '../../support/databases';

const T = 1_800_000_000_000;

const incidentOf = (id: string, more: Partial<Incident> = {}): Incident => ({
  ...{ id, revision: 1, kind: 'server-outage', subject: 'server cc/a', severity: 'page', audience: 'everybody' },
  ...{ clusterKey: 'cc', nodeKey: 'a', side: 'A', teamId: null, title: 'A is down', status: 'open', firstSignAt: T },
  cause: { outage: 'cti-link', scope: null, where: 'A', failure: null },
  ...{ openedAt: T, acknowledged: null, assignedTo: null, resolved: null, reopened: 0, flapping: false, mutedBy: null },
  affected: { servers: ['cc/a'], transports: [], teams: [], agents: 0, agentsAtMost: 0 },
  ...{ mergedInto: null, labels: {} },
  ...{ explanations: [], told: [], timeline: [{ time: T, kind: 'fired', text: 'down', by: null }] },
  ...more,
});

const deliveryOf = (id: string, order: number, more: Partial<Delivery> = {}): Delivery => ({
  ...{ id, incidentId: 'one', channel: 'mail', transition: 'opened-page-0', order, createdAt: T, status: 'waiting' },
  ...{ tries: 0, dueAt: T, condition: null, deliveredAt: null, attempts: [], bundled: [], incident: incidentOf('one') },
  ...more,
});

describe.each(databases.filter((d) => d.available))('$name', ({ fresh }) => {
  async function open() {
    const url = await fresh();
    const [{ alerts, close }, reads] = [await openStore(url), await openReadStore(url)];
    onTestFinished(async () => {
      await reads.close();
      await close();
    });
    return { alerts, reads };
  }

  test('what was decided is found again: open and just resolved incidents, and what waits, in order', async () => {
    const { alerts } = await open();
    const over = incidentOf('over', { status: 'resolved', resolved: { time: T + 5, who: null } });
    const old = incidentOf('old', { status: 'resolved', resolved: { time: T - 5, who: 'kim' } });
    await alerts.saveChange({
      incidents: [incidentOf('one'), over, old],
      deliveries: [deliveryOf('b', 2), deliveryOf('a', 1)],
    });
    expect((await alerts.incidentsSince(T)).map((i) => i.id)).toEqual(['one', 'over']);
    expect((await alerts.waitingDeliveries()).map((d) => d.id)).toEqual(['a', 'b']);
    await alerts.saveChange({
      incidents: [],
      deliveries: [deliveryOf('a', 1, { status: 'delivered', deliveredAt: T })],
    });
    expect((await alerts.waitingDeliveries()).map((d) => d.id)).toEqual(['b']);
    expect(await alerts.lastDeliveryOrder()).toBe(2);
  });

  test('the later record of an incident replaces the earlier one', async () => {
    const { alerts, reads } = await open();
    await alerts.saveChange({ incidents: [incidentOf('one')], deliveries: [] });
    const acknowledged = { time: T + 9, who: 'kim' };
    await alerts.saveChange({ incidents: [incidentOf('one', { revision: 2, acknowledged })], deliveries: [] });
    const found = await reads.incidentSnapshot('one', T + 10);
    expect(found?.incident).toMatchObject({ revision: 2, acknowledged });
    expect(await reads.incidentSnapshot('zz', T)).toBeNull();
  });

  test('a page starts from what is open, then the newest; and learns who was told, not what was said', async () => {
    const { alerts, reads } = await open();
    const over = incidentOf('over', { status: 'resolved', openedAt: T + 9, resolved: { time: T + 10, who: null } });
    const old = incidentOf('old', { status: 'resolved', openedAt: T - 9, resolved: { time: T - 8, who: null } });
    await alerts.saveChange({ incidents: [over, old, incidentOf('one')], deliveries: [deliveryOf('a', 1)] });
    expect((await reads.incidentsSnapshot(T + 20, T, 10)).incidents.map((i) => i.id)).toEqual(['one', 'over']);
    const page = await reads.incidentSnapshot('one', T + 20);
    expect(page?.deliveries.map((d) => [d.channel, d.status])).toEqual([['mail', 'waiting']]);
    expect(JSON.stringify(page?.deliveries)).not.toContain('A is down');
  });

  test('silences are in force until they expire', async () => {
    const { alerts } = await open();
    const matchers = [{ field: 'node', is: 'equal', value: 'a' } as const];
    const silence = { id: 's', matchers, startsAt: T, expiresAt: T + 100, author: 'kim', reason: 'known' };
    await alerts.saveSilence(silence);
    expect(await alerts.silencesAt(T + 99)).toEqual([silence]);
    await alerts.saveSilence({ ...silence, expiresAt: T + 50 });
    expect(await alerts.silencesAt(T + 50)).toEqual([]);
  });
});
