/** Names go when they are old, first for a pseudonym, then altogether; what helps to find faults stays. */
import { describe, expect, it } from 'vitest';
import { documentOf, type Event, foldAgent, foldCluster } from '#contract';
import { isForgotten, pseudonym } from '../../../server/domain/history/forget';
import { DAY_MS } from '../../../server/domain/history/rollup';
import { forcedOuts } from '../../../server/domain/review/month';
import { openStore } from '../../../server/store/open';
import type { ChangedDocument } from '../../../server/store/port';
import { databases } from '../../support/databases';
import { numbered } from '../../support/facts';
import {
  CC,
  clusterNamed,
  connectedOn,
  endedBy,
  judged,
  leaves,
  listed,
  lossOf,
  recordedState,
} from '../../support/presence-facts';

const T = 1_700_000_000_000;
const pseudonymOf = (cluster: string, login: string) => pseudonym(Buffer.from(`${cluster} ${login}`).toString('hex'));

/** Two agents: one left long ago, the other is still there and had a disconnect lately. */
function story(): { events: Event[]; documents: ChangedDocument[] } {
  const old = lossOf('d-old', 'kurz', '7', T + 1_000, {
    closedAt: T + 90_000,
    end: endedBy('forced-not-ready', T + 61_000),
  });
  const recent = lossOf('d-new', 'lang', '7', T + 35 * DAY_MS, { closedAt: T + 35 * DAY_MS + 5_000 });
  const open = lossOf('d-open', 'lang', '7', T + 2_000);
  const events: Event[] = [
    clusterNamed(T),
    listed(T, 'kurz', '7'),
    listed(T, 'lang', '7'),
    judged(T, 'kurz', '7', connectedOn('A', T)),
    judged(T, 'lang', '7', connectedOn('A', T)),
    judged(T + 3_000, 'kurz', '7', connectedOn('B', T + 3_000)),
    recordedState(T + 4_000, 'kurz', 'd-old', 'NOT_READY'),
    leaves(T + 5_000, 'kurz', '7'),
    recordedState(T + 35 * DAY_MS, 'lang', 'd-new', 'NOT_READY'),
  ];
  const documents = new Map<string, ChangedDocument>();
  for (const e of events) {
    const ref = documentOf(e);
    const before = ref === null ? undefined : documents.get(ref.key);
    if (ref?.kind === 'agent') {
      const view = foldAgent(before?.kind === 'agent' ? before.view : undefined, e);
      if (view !== undefined) documents.set(ref.key, { kind: 'agent', key: ref.key, view });
    } else if (ref?.kind === 'cluster') {
      const view = foldCluster(before?.kind === 'cluster' ? before.view : undefined, e);
      if (view !== undefined) documents.set(ref.key, { kind: 'cluster', key: ref.key, view });
    }
  }
  const losses = [old, recent, open].map((view): ChangedDocument => ({ kind: 'disconnect', key: view.id, view }));
  return { events, documents: [...documents.values(), ...losses] };
}

describe.each(databases)('names on $name', ({ available, fresh }) => {
  it.skipIf(!available)('are kept for a while, then hidden, then gone', async () => {
    const store = await openStore(await fresh());
    const { events, documents } = story();
    await store.commit({ events: numbered(events), states: [], documents, aliveAt: T });
    const names = async () =>
      (await store.eventsAfter(0, 100)).flatMap((e) => ('loginId' in e ? [`${e.type} ${e.loginId.slice(0, 10)}`] : []));
    const before = await names();
    const losses = async () =>
      (await store.disconnectsSince(CC, 0)).map((d) => [d.id, d.loginId.slice(0, 10), d.lastName, d.jid, d.teamName]);

    const month = T + 31 * DAY_MS;
    const told = async () => forcedOuts(await store.disconnectsBetween(CC, { from: T, to: month }), new Set(), month);
    const report = await told();
    expect(report.map((r) => [r.teamId, r.outcome, r.count + r.closed])).toEqual([['7', 'forced-not-ready', 1]]);
    expect(await store.history.forget('names', T, 50, pseudonymOf)).toBe(0);
    expect(await names()).toEqual(before);
    while ((await store.history.forget('names', month, 2, pseudonymOf)) >= 2);
    expect(await names()).toEqual([
      'agent-listed pseudonym:',
      'agent-listed pseudonym:',
      'agent-health-changed pseudonym:',
      // the last word on who is still there stays what is thought now
      'agent-health-changed lang',
      'agent-health-changed pseudonym:',
      'agent-state-recorded pseudonym:',
      'agent-unlisted pseudonym:',
      'agent-state-recorded lang',
    ]);
    expect(await losses()).toEqual([
      ['d-old', 'pseudonym:', null, null, 'Team 7'],
      // something is still awaited of it
      ['d-open', 'lang', 'lang', 'lang@cc.example/desktop', 'Team 7'],
      ['d-new', 'lang', 'lang', 'lang@cc.example/desktop', 'Team 7'],
    ]);
    expect((await store.documents('agent', null)).map((a) => a.loginId)).toEqual(['lang']);
    const [old] = await store.disconnectsSince(CC, 0);
    expect(old?.loginId).toBe(pseudonymOf(CC, 'kurz'));
    expect(old?.end?.outcome).toBe('forced-not-ready');
    expect(await store.history.forget('names', month, 50, pseudonymOf)).toBe(0);

    while ((await store.history.forget('pseudonyms', T + 20 * DAY_MS, 2, pseudonymOf)) >= 2);
    expect((await names()).filter((n) => n.includes('pseudonym'))).toEqual([]);
    const [gone] = await store.disconnectsSince(CC, 0);
    expect([gone?.id, gone?.loginId, gone?.teamName]).toEqual(['d-old', 'nobody', 'Team 7']);
    expect(isForgotten(gone?.loginId ?? '')).toBe(true);
    // a month of long ago still says how many there were
    expect(await told()).toEqual(report);
    const everything = JSON.stringify([await store.eventsAfter(0, 100), await store.disconnectsSince(CC, 0)]);
    expect(everything).not.toContain('kurz');
    await store.close();
  });
});
