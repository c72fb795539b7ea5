/** Our own outages are nobody's fault: sessions killed, REST cut, the host stopped, the network gone, the database locked. */
import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import type { RecorderStore } from '../../server/store/port';
import { StoreError } from '../../server/store/store-error';
import { createVirtualTime } from '../../server/time/virtual-time';
import { replay } from '../alert/replay';
import { expectPeople } from './checks';
import type { VirtualPair } from './pair';
import { heldAgainst } from './truth';
import { type Watched, watchScenario } from './watch';

type Outage = readonly (readonly [second: number, run: (pair: VirtualPair) => void])[];

/** From 30 to 150 s: the tunnel of Lyon is gone from 20 to 110, and its sessions are swept at 82 and 97. */
const cutBoth = (pair: VirtualPair): void => {
  pair.wires.cut('A');
  pair.wires.cut('B');
};
const outages: Record<string, Outage> = {
  'both sessions killed, again and again': Array.from({ length: 60 }, (_, i) => [30 + 2 * i, cutBoth] as const),
  'the session to A killed once': [[30, (pair) => pair.wires.cut('A')]],
  'REST cut': [
    [30, (pair) => pair.https.setCut(true)],
    [150, (pair) => pair.https.setCut(false)],
  ],
  'the host stopped': [
    [30, (pair) => pair.ours.freeze()],
    [150, (pair) => pair.ours.thaw()],
  ],
  'our network gone': [[30, (pair) => void pair.world.act({ do: 'cut-observer', forS: 120 })]],
};

const between = (w: Watched, from: number, to: number) =>
  w.told.risks().filter((risk) => w.at(risk) > from && w.at(risk) < to);

/** Of 160. Presence needs no REST; where the list tells, it does. After a stop the feeds are fresh again before anything is told. */
const becomeUnknown: Record<'generous' | 'pessimistic', Record<string, number>> = {
  generous: {
    ...{ 'both sessions killed, again and again': 160, 'the session to A killed once': 100, 'REST cut': 0 },
    ...{ 'the host stopped': 0, 'our network gone': 160 },
  },
  pessimistic: {
    ...{ 'both sessions killed, again and again': 160, 'the session to A killed once': 100, 'REST cut': 147 },
    ...{ 'the host stopped': 0, 'our network gone': 160 },
  },
};

const oneTicket = (kind: string) => [`tickets opened ${kind} ticket`, `tickets resolved ${kind} ticket`];
/** Nobody is woken up. Sessions that are killed look like a server that does that, where no presence says that it is well. */
function toldOf(outage: string, profile: 'generous' | 'pessimistic'): string[] {
  if (outage === 'our network gone') return oneTicket('observer');
  if (outage.startsWith('both sessions') && profile === 'pessimistic')
    return [...oneTicket('server-outage'), ...oneTicket('server-outage')];
  return [];
}

describe.each(['generous', 'pessimistic'] as const)('site-vpn-drops, %s', (profile) => {
  test.each(Object.entries(outages))('%s', async (name, also) => {
    const w = await watchScenario('site-vpn-drops', profile, { also });
    const held = heldAgainst(w.told, w.events, w.startMs, profile === 'generous');
    expect(held).toMatchObject({ falseAlarms: [], invented: [], outside: [] });
    // two answers of 10 s each may still be awaited when all of it is gone
    if (name === 'the host stopped' || name === 'our network gone') expect(between(w, 55, 150)).toEqual([]);
    expect(w.told.of('agent-health-changed').filter((fact) => fact.health.kind === 'forced-out')).toEqual([]);
    expect(w.told.like(/unknown feed-stale/).length).toBe(becomeUnknown[profile][name]);
    // nobody could be told anything meanwhile: that time is marked as unobserved
    const stalls = w.told.of('observer-stalled');
    expect(stalls).toHaveLength(name === 'the host stopped' ? 1 : 0);
    for (const { fromMs, toMs } of stalls) expect(toMs - fromMs).toBeGreaterThanOrEqual(120_000);
    expectPeople(w);
    const { told, incidents } = replay(w.published, w.startMs, { thenS: 1_500 });
    expect(told.map((line) => line.replace(/^-?\d+ /, ''))).toEqual(toldOf(name, profile));
    // all of them, told or not: none is about agents
    expect(incidents.map((i) => i.kind)).toEqual(
      toldOf(name, profile).flatMap((line) => (line.includes('opened') ? [line.split(' ')[2]] : [])),
    );
  });
});

test('the connection goes and Finesse acts while the host is stopped: told afterwards, with no time of its own', async () => {
  const also: Outage = [
    [80, (pair) => pair.ours.freeze()],
    [240, (pair) => pair.ours.thaw()],
  ];
  const w = await watchScenario('laptop-asleep', 'generous', { also });
  expect(w.told.risks()).toEqual([]);
  const [lost] = w.told.disconnects();
  expect(lost).toMatchObject({ warnedAt: null, end: { outcome: 'forced-not-ready' }, returned: { side: 'A' } });
  const tale = w.told.tale(lost?.loginId ?? '').map((line) => line.replace(/^[-\d.]+ /, ''));
  expect(tale).toContain('forced-out forced-not-ready by -');
  expect(tale.at(-1)).toBe('connected A seen');
  expectPeople(w);
});

test('a locked database keeps nothing from being told: everything is written once it is free', async () => {
  const w = await watchScenario('laptop-asleep', 'generous');
  const time = createVirtualTime(w.startMs);
  const bus = createEventBus('local', time, () => undefined);
  const stored: string[] = [];
  let locked = false;
  const store = storeThat((events) => {
    if (locked) throw new StoreError('busy', 'database is locked');
    stored.push(...events);
  });
  const log = pino({ level: 'silent' });
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log });
  await recorder.start();
  const facts = w.told.facts.filter((fact) => fact.at >= w.startMs);
  for (const fact of facts) {
    await time.advance(Math.max(0, fact.at - time.now()));
    locked = w.at(fact) > 90 && w.at(fact) < 200;
    bus.publish(fact);
  }
  locked = false;
  await time.advance(10_000);
  const told = (type: string) => facts.filter((fact) => fact.type === type).length;
  for (const type of ['agent-health-changed', 'disconnect-changed'])
    expect(stored.filter((one) => one === type)).toHaveLength(told(type));
  expect([recorder.queued(), recorder.healthy()]).toEqual([0, true]);
  expect(stored).not.toContain('observer-gap');
});

/** Nothing is known, and what is committed is noted by its type. */
function storeThat(commit: (types: string[]) => void): RecorderStore {
  const none = async () => [];
  return {
    ...{ epoch: async () => 'e', lastSeq: async () => 0, targetStates: none, documents: none, openDisconnects: none },
    ...{ disconnectsSince: none, groupsSince: none, previousRun: async () => null },
    beginRun: async () => undefined,
    endRun: async () => undefined,
    commit: async ({ events }) => commit(events.map((event) => event.type)),
    close: async () => undefined,
  };
}
