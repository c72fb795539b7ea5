/** A replay reads rows, packed days and facts of either database, and finds in them what live found. */
import { describe, expect, it } from 'vitest';
import { documentOf, type Event, foldCluster, foldServer, foldTarget, type RuleCondition } from '#contract';
import { openStore } from '../../../server/store/open';
import { openReadStore } from '../../../server/store/read-store';
import { asEvent, outageOf } from '../../alert/facts';
import { live, replayed, ruleOf } from '../../alert/replay-live';
import { databases } from '../../support/databases';
import { answered, configured, missed, noAnswer, numbered, phase, stalled } from '../../support/facts';
import { clusterNamed, serverNamed } from '../../support/presence-facts';

const HOUR = 3_600_000;
/** 22:30 UTC: it goes over a midnight. */
const T = 1_700_087_400_000;
const RANGE = { from: T, to: T + 3 * HOUR };

/** Three hours: slow for 20 min, some pings missed, lost for 15 min, asleep for five; and an outage of a server. */
function story(): Event[] {
  const events: Event[] = [clusterNamed(T), serverNamed(T, 'A'), configured(T), phase(T, 'connecting', 'online')];
  for (let at = T + 1_000; at < RANGE.to; at += 10_000) {
    const min = (at - T) / 60_000;
    if ((min >= 130 && min < 145) || (min >= 160 && min < 165)) continue;
    if (min >= 100 && min < 104 && at % 20_000 === 1_000) events.push(missed(at));
    else events.push(answered(at, min >= 60 && min < 80 ? 650 : 20 + (at % 7)));
  }
  const m = (min: number) => T + min * 60_000;
  events.push(phase(m(130), 'online', 'backoff', noAnswer), phase(m(145), 'backoff', 'online'));
  events.push(stalled(m(160), m(165)));
  events.push(asEvent(outageOf(m(20), 'A', 'cti-link')), asEvent(outageOf(m(30), 'A', null)));
  return events.sort((a, b) => a.at - b.at);
}

const conditions: RuleCondition[] = [
  { of: 'round-trip', quantile: 0.95, overMs: 400, windowMin: 10 },
  { of: 'missed-pings', misses: 5, windowMin: 5 },
  { of: 'no-data', windowMin: 5 },
  { of: 'session-down' },
  { of: 'outage' },
];

async function filled(url: string, events: readonly Event[]): Promise<void> {
  const store = await openStore(url);
  await store.beginRun({ runId: 'r', observerId: 'local', startedAt: T, aliveAt: RANGE.to, endedAt: null });
  const target = events.reduce<ReturnType<typeof foldTarget>>((state, e) => foldTarget(state, e), undefined);
  const ofServer = events.filter((e) => documentOf(e)?.kind === 'server');
  const server = ofServer.reduce<ReturnType<typeof foldServer>>((view, e) => foldServer(view, e), undefined);
  const cluster = foldCluster(undefined, clusterNamed(T));
  if (target === undefined || server === undefined || cluster === undefined) throw new Error('nothing to watch');
  await store.commit({
    events: numbered(events),
    states: [target],
    documents: [
      { kind: 'server', key: 'cc/a', view: server },
      { kind: 'cluster', key: 'cc', view: cluster },
    ],
    aliveAt: RANGE.to,
  });
  // Most of it is packed, the rest still fresh.
  const [ripe] = await store.history.ripe(T + 2 * HOUR, 1);
  await store.history.pack(ripe?.targetId ?? 0, { from: T, to: T + 2 * HOUR + 12_345 });
  await store.close();
}

describe.each(databases)('a replay on $name', ({ available, fresh }) => {
  it.skipIf(!available)('finds what live found', async () => {
    const url = await fresh();
    const events = story();
    await filled(url, events);
    const reads = await openReadStore(url);
    for (const condition of conditions) {
      const rule = ruleOf(condition, { forMs: 30_000, recoverMs: 60_000 });
      const told = live(events, rule, RANGE);
      expect(told.length, condition.of).toBeGreaterThan(0);
      expect(await replayed(reads, rule, RANGE), condition.of).toEqual(told);
    }
    await reads.close();
  });
});
