/** What is over and old goes, on every database; what is open, waits or may come again stays. */
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AlertSetup, Delivery, Incident, PlannedWindow } from '#contract';
import type { PrunedKind } from '../../../server/domain/history/retention';
import { openStore } from '../../../server/store/open';
import { databases } from '../../support/databases';
import { numbered } from '../../support/facts';
import { CC, endedBy, lossOf } from '../../support/presence-facts';

const T = 1_800_000_000_000;
const DAY = 86_400_000;

const incidentOf = (id: string, resolvedAt: number | null): Incident => ({
  ...{ id, revision: 1, kind: 'server-outage', subject: id, severity: 'page', audience: 'everybody', clusterKey: 'cc' },
  ...{ nodeKey: 'a', side: 'A', teamId: null, title: id, firstSignAt: T, openedAt: T, acknowledged: null },
  ...{ status: resolvedAt === null ? 'open' : 'resolved', assignedTo: null, reopened: 0, flapping: false },
  resolved: resolvedAt === null ? null : { time: resolvedAt, who: null },
  cause: { outage: null, scope: null, where: null, failure: null },
  affected: { servers: [], transports: [], teams: [], agents: 0, agentsAtMost: 0 },
  ...{ mutedBy: null, mergedInto: null, labels: {}, explanations: [], told: [], timeline: [] },
});

const deliveryOf = (id: string, status: Delivery['status'], createdAt: number): Delivery => ({
  ...{ id, incidentId: 'old', channel: 'mail', transition: 'opened', order: 1, createdAt, status, tries: 1 },
  ...{ dueAt: T, condition: null, deliveredAt: null, attempts: [], bundled: [], incident: incidentOf('old', T) },
});

const windowOf = (id: string, to: number | null): PlannedWindow => ({
  ...{ id, name: id, clusterKey: null, nodeKey: null, origin: 'own', author: 'ana' },
  when:
    to === null
      ? { kind: 'recurring', cron: '0 2 * * *', zone: 'UTC', lastsMs: 60_000 }
      : { kind: 'once', from: to - 60_000, to },
});

const setup: AlertSetup = {
  ...{ channels: [], windows: [], rules: [], serviceHours: null, heartbeat: false, publicUrl: null },
};

describe.each(databases.filter((d) => d.available))('old things on $name', ({ fresh }) => {
  test('go when they are over: incidents, deliveries, silences, windows, events, disconnects', async () => {
    const store = await openStore(await fresh());
    onTestFinished(() => store.close());
    const { alerts } = store;
    const born = { observerId: 'local', v: 1 as const, at: T };
    const silence = (id: string, expiresAt: number) => ({
      ...{ id, matchers: [{ field: 'node' as const, is: 'equal' as const, value: 'a' }], startsAt: T, expiresAt },
      ...{ author: 'ana', reason: 'work' },
    });
    const end = endedBy('forced-logout', T + 60_000);
    const losses = [lossOf('over', 'a', '7', T, { closedAt: T + 90_000, end }), lossOf('awaited', 'b', '7', T)];
    await store.commit({
      events: numbered([
        { ...born, eventId: '1', type: 'silence-changed', silence: silence('x', T), actor: 'ana' },
        { ...born, eventId: '2', type: 'channel-tested', channel: 'mail', actor: 'ana', condition: null, tookMs: 5 },
        { ...born, eventId: '3', type: 'alerting-configured', setup, actor: null },
      ]),
      states: [],
      documents: losses.map((view) => ({ kind: 'disconnect' as const, key: view.id, view })),
      aliveAt: T,
    });
    await alerts.saveChange({
      incidents: [incidentOf('old', T + DAY), incidentOf('late', T + 9 * DAY), incidentOf('open', null)],
      deliveries: [deliveryOf('told', 'delivered', T), deliveryOf('waits', 'waiting', T)],
    });
    await alerts.saveSilence(silence('old', T + 1));
    await alerts.saveSilence(silence('new', T + 9 * DAY));
    const windows = [windowOf('old', T + 1), windowOf('again', null)];
    await alerts.saveSetup({ setup, rules: [], removedRules: [], windows, removedWindows: [] });

    const pruned = async (kind: PrunedKind) => [
      await store.history.prune(kind, T + 2 * DAY, 200),
      await store.history.prune(kind, T + 2 * DAY, 200),
    ];
    const kinds = ['incidents', 'deliveries', 'silences', 'windows', 'incident-events', 'delivery-events'] as const;
    for (const kind of [...kinds, 'disconnects'] as const) expect(await pruned(kind), kind).toEqual([1, 0]);
    expect(await pruned('transcripts')).toEqual([0, 0]);
    expect(await pruned('groups')).toEqual([0, 0]);

    expect((await alerts.incidentsSince(0)).map((i) => i.id).sort()).toEqual(['late', 'open']);
    expect((await alerts.waitingDeliveries()).map((d) => d.id)).toEqual(['waits']);
    expect((await alerts.silencesAt(0)).map((s) => s.id)).toEqual(['new']);
    expect((await alerts.ownWindowsAt(0)).map((w) => w.id)).toEqual(['again']);
    expect((await store.disconnectsSince(CC, 0)).map((d) => d.id)).toEqual(['awaited']);
    // What was planned once is needed as long as availability is told of that time.
    expect((await store.eventsAfter(0, 10)).map((e) => e.type)).toEqual(['alerting-configured']);
  });
});
