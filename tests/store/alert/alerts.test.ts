/** Incidents and what is to be told of them are written together or not at all, and found again after a restart, on every database. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AlertRule, AlertSetup, Delivery, Incident, PlannedWindow } from '#contract';
import { defaultRules } from '../../../server/domain/alert/rules';
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

  test('what is set up is written whole, found again, and taken back', async () => {
    const { alerts, reads } = await open();
    const setup: AlertSetup = {
      ...{ channels: [], windows: [], rules: [], serviceHours: null, heartbeat: false, publicUrl: 'https://h.example' },
    };
    const [rule] = defaultRules;
    if (rule === undefined) throw new Error('no rule comes with Holdfast');
    const own: AlertRule = { ...rule, origin: 'own' };
    const window = (id: string, to: number): PlannedWindow => ({
      ...{ id, name: id, clusterKey: null, nodeKey: null, origin: 'own', author: 'kim' },
      when: { kind: 'once', from: T, to },
    });
    const nightly: PlannedWindow = {
      ...window('nightly', T),
      when: { kind: 'recurring', cron: '0 1 * * *', zone: 'UTC', lastsMs: 60_000 },
    };
    expect(await alerts.setupTold()).toBeNull();
    const nothing = { rules: [], removedRules: [], windows: [], removedWindows: [] };
    const windows = [nightly, window('long', T + 100), window('over', T + 10)];
    await alerts.saveSetup({ ...nothing, setup, rules: [own], windows });
    expect(await alerts.setupTold()).toEqual(setup);
    expect((await reads.alertingSnapshot(T, T, 10)).setup).toEqual(setup);
    expect(await alerts.ownRules()).toEqual([own]);
    expect((await alerts.ownWindowsAt(T + 10)).map((w) => w.id)).toEqual(['long', 'nightly']);
    const changed = { ...setup, heartbeat: true };
    await alerts.saveSetup({ ...nothing, setup: changed, removedRules: [own.key], removedWindows: ['long'] });
    expect([await alerts.ownRules(), await alerts.setupTold()]).toEqual([[], changed]);
    expect((await alerts.ownWindowsAt(T)).map((w) => w.id)).toEqual(['nightly', 'over']);
  });

  test('alerting starts from what waits or was given up, the newest of what was delivered, and silences not long over', async () => {
    const { alerts, reads } = await open();
    const matchers = [{ field: 'node', is: 'equal', value: 'a' } as const];
    const silence = { id: 's', matchers, startsAt: T, expiresAt: T + 100, author: 'kim', reason: 'known' };
    await alerts.saveSilence(silence);
    const delivered = { status: 'delivered', deliveredAt: T } as const;
    const deliveries = [
      ...[deliveryOf('old', 1, delivered), deliveryOf('dead', 2, { status: 'dead' }), deliveryOf('new', 3, delivered)],
      deliveryOf('waits', 4, { createdAt: T + 1 }),
    ];
    await alerts.saveChange({ incidents: [incidentOf('one')], deliveries });
    const { deliveries: told, silences } = await reads.alertingSnapshot(T + 200, T + 50, 1);
    expect(told.map((d) => [d.id, d.title])).toEqual([
      ['waits', 'A is down'],
      ['new', 'A is down'],
      ['dead', 'A is down'],
    ]);
    expect(silences).toEqual([silence]);
    expect((await reads.alertingSnapshot(T + 200, T + 100, 1)).silences).toEqual([]);
    expect([...(await alerts.deadDeliveries())]).toEqual([['mail', 1]]);
    expect((await alerts.deliveryById('dead'))?.order).toBe(2);
    expect(await alerts.incidentById('none')).toBeNull();
  });

  test('the duplicates of what is open are found with it, however long ago they ended', async () => {
    const { alerts } = await open();
    const merged = (id: string, mergedInto: string | null) =>
      incidentOf(id, { status: 'resolved', resolved: { time: T - 9, who: 'kim' }, mergedInto });
    const incidents = [incidentOf('one'), merged('duplicate', 'one'), merged('other', 'gone'), merged('old', null)];
    await alerts.saveChange({ incidents, deliveries: [] });
    expect((await alerts.incidentsSince(T)).map((i) => i.id)).toEqual(['duplicate', 'one']);
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
