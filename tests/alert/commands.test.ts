/** What people set up and decide while alerts run: rules, maintenance, silences, duplicates, retries; and that a restart keeps it. */
import { describe, expect, test } from 'vitest';
import type { AlertRule, Event, EventOf, RuleInput } from '#contract';
import type { Sent } from '../../server/alert/notifiers/port';
import { defaultRules } from '../../server/domain/alert/rules';
import { opening, outageOf } from './facts';
import { outage, over, type Stage, stage, usual } from './stage';

const MIN = 60_000;
const ofType = <T extends Event['type']>(events: readonly Event[], type: T): EventOf<T>[] =>
  events.filter((e): e is EventOf<T> => e.type === type);
const inputOf = (key: string, change: Partial<RuleInput> = {}): RuleInput => {
  const rule = defaultRules.find((r) => r.key === key);
  if (rule === undefined) throw new Error(`no rule ${key}`);
  const { origin: _, threshold: __, kind: ___, ...input } = rule;
  return { ...input, ...change };
};
const save = (rule: RuleInput) => ({ command: 'save-rule' as const, rule: { ...rule, kind: 'observer' as const } });
const ruleIn = (events: readonly Event[], key: string): AlertRule | undefined =>
  ofType(events, 'alerting-configured')
    .at(-1)
    ?.setup.rules.find((r) => r.key === key);
const idsOf = ({ store }: Pick<Stage, 'store'>): string[] => [...store.incidents.keys()];

describe('rules', () => {
  test('a rule that is changed while it is pending counts from where it was; put back, it is what it came as', async () => {
    const { time, feed, told, execute, events, store } = await stage();
    feed([...opening(time.now(), 20), ...outage(time)]);
    await time.advance(5_000);
    expect(await execute(save(inputOf('outage', { forMs: 30_000 })), 'kim')).toMatchObject({ ok: true });
    expect(ruleIn(events, 'outage')).toMatchObject({
      ...{ origin: 'own', kind: 'server-outage', threshold: 'the signature of an outage for 30 s' },
    });
    await time.advance(60_000);
    expect(told.map((line) => line.split(' ')[0])).toEqual(['30']);
    expect([...store.rules.keys()]).toEqual(['outage']);
    expect(await execute({ command: 'remove-rule', ruleKey: 'outage' }, 'kim')).toMatchObject({ ok: true });
    expect(ruleIn(events, 'outage')).toMatchObject({ origin: 'default', forMs: 10_000 });
    expect(await execute({ command: 'remove-rule', ruleKey: 'outage' }, 'kim')).toMatchObject({ ok: false });
  });

  test('what was made is in force after a restart, and is told again only if it is not what was told', async () => {
    const first = await stage();
    await first.execute(save(inputOf('outage', { enabled: false })), 'kim');
    await first.engine.stop();
    const again = await stage({ store: first.store, time: first.time });
    expect(ofType(again.events, 'alerting-configured')).toEqual([]);
    again.feed([...opening(again.time.now(), 20), ...outage(again.time)]);
    await again.time.advance(60_000);
    expect(again.told).toEqual([]);
  });

  test('a rule that could notify of a single agent is refused, and nothing is written', async () => {
    const { execute, store, events } = await stage();
    const condition = { of: 'agents', health: 'out', per: 'team', atLeast: 1, share: 0 } as const;
    const refused = await execute(save(inputOf('team-out', { condition })), 'kim');
    expect(refused).toEqual({ ok: false, message: 'A single agent never notifies anyone: ask for 2 at least.' });
    expect([store.rules.size, ofType(events, 'alerting-configured').length]).toEqual([0, 1]);
  });

  test('while the database refuses nothing changes, and it says so', async () => {
    const { execute, store, events } = await stage();
    store.refusing = true;
    expect(await execute(save(inputOf('outage', { forMs: 0 })), 'kim')).toEqual({
      ...{ ok: false, message: 'The database refuses. Nothing was changed.' },
    });
    expect(ofType(events, 'alerting-configured')).toHaveLength(1);
  });
});

describe('maintenance', () => {
  test('planned while something is open it mutes from its start; cancelled, what is still broken is told', async () => {
    const { time, feed, told, execute, events } = await stage();
    const at = time.now();
    const when = { kind: 'once', from: at + 5_000, to: at + 60 * MIN } as const;
    const plan = { command: 'plan-maintenance', name: 'patches', clusterKey: 'cc', nodeKey: 'a', when } as const;
    expect(await execute(plan, 'kim')).toMatchObject({ ok: true });
    feed([...opening(at, 20), ...outage(time)]);
    await time.advance(10 * MIN);
    expect(told).toEqual([]);
    const [window] = ofType(events, 'alerting-configured').at(-1)?.setup.windows ?? [];
    expect(window).toMatchObject({ name: 'patches', origin: 'own', author: 'kim' });
    const cancel = { command: 'cancel-maintenance', windowId: window?.id ?? '' } as const;
    expect(await execute(cancel, 'lee')).toMatchObject({ ok: true });
    await time.advance(1_000);
    expect(told.map((line) => line.slice(0, 15))).toEqual(['600 mail [page]']);
    expect(await execute(cancel, 'lee')).toEqual({ ok: false, message: 'There is no such window.' });
  });

  test.each([
    ['over already', { kind: 'once', from: 1, to: 2 }, 'cc', 'It would be over already.'],
    ['ends first', { kind: 'once', from: 9, to: 8 }, 'cc', 'It ends before it begins.'],
    ['no pattern', { kind: 'recurring', cron: 'x', zone: 'UTC', lastsMs: MIN }, 'cc', /cannot be read/],
    ['never', { kind: 'recurring', cron: '0 0 31 2 *', zone: 'UTC', lastsMs: MIN }, 'cc', /never comes/],
    ['no zone', { kind: 'recurring', cron: '0 0 * * *', zone: 'Mars', lastsMs: MIN }, 'cc', /Mars is not a time zone/],
    ['no place', { kind: 'recurring', cron: '0 0 * * *', zone: 'UTC', lastsMs: MIN }, 'zz', 'There is no zz.'],
  ] as const)('is refused: %s', async (_, when, clusterKey, message) => {
    const { execute, store } = await stage();
    const refused = await execute({ command: 'plan-maintenance', name: 'n', clusterKey, nodeKey: null, when }, 'kim');
    expect(refused).toMatchObject({ ok: false, message: expect.stringMatching(message) });
    expect(store.windows.size).toBe(0);
  });
});

test('a silence that is made longer lasts longer; one that is over cannot be', async () => {
  const { time, execute, engine } = await stage();
  const matchers = [{ field: 'node', is: 'equal', value: 'a' } as const];
  await execute({ command: 'create-silence', matchers, reason: 'known', forMs: 10 * MIN }, 'kim');
  const silenceId = engine.silences()[0]?.id ?? '';
  await time.advance(9 * MIN);
  await execute({ command: 'extend-silence', silenceId, forMs: 10 * MIN }, 'lee');
  await time.advance(9 * MIN);
  expect(engine.silences()).toMatchObject([{ id: silenceId, author: 'kim' }]);
  await time.advance(2 * MIN);
  expect(await execute({ command: 'extend-silence', silenceId, forMs: MIN }, 'lee')).toMatchObject({ ok: false });
});

test('an incident that the engine holds no more is still noted and assigned, in the database and for everybody', async () => {
  const { time, feed, execute, store, engine, events } = await stage();
  feed([...opening(time.now(), 20), ...outage(time)]);
  await time.advance(20_000);
  feed(over(time));
  await time.advance(60 * MIN);
  const [incidentId = ''] = idsOf({ store });
  expect(engine.incident(incidentId)).toBeUndefined();
  expect(await execute({ command: 'note-incident', incidentId, text: 'a cable' }, 'kim')).toMatchObject({ ok: true });
  await execute({ command: 'assign-incident', incidentId, to: 'Lee' }, 'kim');
  await time.advance(1_000);
  expect(store.incidents.get(incidentId)).toMatchObject({ status: 'resolved', assignedTo: 'Lee' });
  expect(
    store.incidents
      .get(incidentId)
      ?.timeline.slice(-2)
      .map((t) => [t.kind, t.by]),
  ).toEqual([
    ['note', 'kim'],
    ['assigned', 'kim'],
  ]);
  expect(ofType(events, 'incident-changed').at(-1)?.incident.assignedTo).toBe('Lee');
  expect(await execute({ command: 'acknowledge-incident', incidentId }, 'kim')).toMatchObject({ ok: false });
  expect(await execute({ command: 'note-incident', incidentId: 'none', text: 'x' }, 'kim')).toMatchObject({
    ok: false,
  });
});

describe('duplicates', () => {
  async function twoOutages() {
    const on = await stage();
    on.feed(opening(on.time.now(), 20));
    on.feed([
      outageOf(on.time.now(), 'A', 'notification-service'),
      outageOf(on.time.now(), 'B', 'cti-link'),
    ] as Event[]);
    await on.time.advance(20_000);
    const [first = '', second = ''] = idsOf(on);
    return { ...on, first, second };
  }

  test('one goes on with the facts of both, and nobody is told of it twice', async () => {
    const { time, feed, told, execute, engine, first, second } = await twoOutages();
    await time.advance(200_000);
    const before = told.length;
    expect(await execute({ command: 'merge-incident', incidentId: second, into: first }, 'kim')).toMatchObject({
      ok: true,
    });
    await time.advance(10 * MIN);
    expect(engine.incident(second)).toMatchObject({ status: 'resolved', mergedInto: first });
    expect(engine.incident(first)?.affected.servers).toEqual(['cc/a', 'cc/b']);
    // Whoever was told of the duplicate is told that it is merged, and nothing else.
    expect(told.slice(before).map((line) => line.split(' ')[2])).toEqual(['[merged]']);
    // A is well again; B is not, and it is B's alert that keeps the other open.
    feed(over(time));
    await time.advance(5 * MIN);
    expect(engine.incident(first)?.status).toBe('open');
    feed([outageOf(time.now(), 'B', null)] as Event[]);
    await time.advance(5 * MIN);
    expect(engine.incident(first)?.status).toBe('resolved');
    // B's trouble comes back at once: it re-opens the one that went on, never the duplicate.
    feed([outageOf(time.now(), 'B', 'cti-link')] as Event[]);
    await time.advance(30_000);
    expect([engine.incident(first)?.status, engine.incident(second)?.status]).toEqual(['open', 'resolved']);
  });

  test('a restart does not forget what goes on in what', async () => {
    const { time, execute, store, engine, first, second } = await twoOutages();
    await execute({ command: 'merge-incident', incidentId: second, into: first }, 'kim');
    await time.advance(1_000);
    await engine.stop();
    const again = await stage({ store, time });
    again.feed(opening(time.now(), 20));
    again.feed([outageOf(time.now(), 'B', 'cti-link')] as Event[]);
    await time.advance(10 * MIN);
    expect(idsOf({ store })).toEqual([first, second]);
    expect(again.engine.incident(first)?.status).toBe('open');
  });

  test('not with itself, not twice, not into one that is over', async () => {
    const { time, feed, execute, first, second } = await twoOutages();
    const merge = (incidentId: string, into: string) => execute({ command: 'merge-incident', incidentId, into }, 'kim');
    expect(await merge(first, first)).toMatchObject({ message: 'An incident is no duplicate of itself.' });
    feed(over(time));
    await time.advance(2 * MIN);
    expect(await merge(second, first)).toMatchObject({
      message: expect.stringMatching(/is over, and this one is not/),
    });
    expect(await merge(first, second)).toMatchObject({ ok: true });
    expect(await merge(first, second)).toMatchObject({ message: 'It is merged into another one already.' });
    expect(await merge(second, first)).toMatchObject({ message: expect.stringMatching(/itself a duplicate/) });
  });
});

describe('messages', () => {
  test('what was given up is tried again by hand, also after a restart; whatever becomes of it is told', async () => {
    let gone = true;
    const answer = async (): Promise<Sent> =>
      gone ? { ok: false, condition: 'http-410', retryAfterMs: null, permanent: true } : { ok: true };
    const channels = [{ ...usual, name: 'hook', from: 'ticket' as const, answer }];
    const first = await stage({ channels });
    first.feed([...opening(first.time.now(), 20), ...outage(first.time)]);
    await first.time.advance(20_000);
    await first.engine.stop();
    const again = await stage({ channels, store: first.store, time: first.time });
    const [deliveryId = ''] = first.store.deliveries.keys();
    expect(again.engine.figures.dead('hook')).toBe(1);
    gone = false;
    expect(await again.execute({ command: 'retry-delivery', deliveryId }, 'kim')).toMatchObject({ ok: true });
    await first.time.advance(1_000);
    expect(first.store.deliveries.get(deliveryId)).toMatchObject({ status: 'delivered' });
    expect(again.engine.figures.dead('hook')).toBe(0);
    expect(ofType(again.events, 'delivery-changed').map((e) => e.delivery.status)).toEqual(['waiting', 'delivered']);
    expect(await again.execute({ command: 'retry-delivery', deliveryId }, 'kim')).toMatchObject({ ok: false });
  });

  test('a channel is tried by hand, and what came of it is told', async () => {
    const { execute, told, events } = await stage();
    expect(await execute({ command: 'test-channel', channel: 'mail' }, 'kim')).toMatchObject({ ok: true });
    expect(told).toEqual(['0 mail [test] Holdfast can reach you here']);
    expect(ofType(events, 'channel-tested')).toMatchObject([{ channel: 'mail', actor: 'kim', condition: null }]);
    expect(await execute({ command: 'test-channel', channel: 'fax' }, 'kim')).toMatchObject({ ok: false });
  });
});
