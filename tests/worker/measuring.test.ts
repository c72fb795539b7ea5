/** Another configuration while measuring: what is the same is never touched, the rest begins, begins anew or ends in good order. */
import { afterEach, expect, test } from 'vitest';
import type { Event, Fact } from '#contract';
import { loadConfig } from '../../server/config/file';
import { createLog } from '../../server/config/log';
import type { HoldfastConfig } from '../../server/config/schema';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { createMeasuring } from '../../server/worker/measuring';
import { fakeSessions } from '../support/fake-session';
import { tempDatabase } from '../support/temp-database';

const node = (name: string, more = '') =>
  `{ name: ${name}, domain: ${name}.example, account: { username: me, password: secret }, transports: { tcp: { host: 127.0.0.1 } }${more} }`;
const finesse = (load: 0 | 1) =>
  `  - { name: CC, kind: finesse, load: ${load}, servers: { A: { host: fin-a.invalid, account: { username: me, password: x } } } }\n`;

function configOf(text: string): HoldfastConfig {
  const readText = () => ({ ok: true as const, text });
  const result = loadConfig('/holdfast.yaml', {}, { instanceId: 'abc123', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}
const lab = (more: string) => configOf(`clusters:\n  - name: Lab\n    kind: xmpp\n    nodes:\n${more}`);
const nodes = (...all: string[]) => all.map((one) => `      - ${one}\n`).join('');

let end: () => Promise<void> = async () => undefined;
afterEach(() => end());

async function measuringOf(config: HoldfastConfig) {
  const time = createVirtualTime();
  const log = createLog('test', 'silent');
  const store = await openStore((await tempDatabase()).url);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log });
  await recorder.start();
  const facts: Event[] = [];
  bus.subscribe((event) => void facts.push(event));
  const sessions = fakeSessions();
  const measuring = await createMeasuring({
    ...{ config, store, time, log, demo: false, seenUntil: null, openSession: sessions.openSession },
    publish: (fact: Fact) => void bus.publish(fact),
    subscribe: bus.subscribe.bind(bus),
    flush: () => recorder.flush(),
    openWire: () => {
      throw new Error('no Finesse server is reached here');
    },
    ...{ stalledSince: () => false, onTarget: () => undefined, onTranscript: () => undefined },
  });
  await measuring.start();
  end = async () => {
    await Promise.all([measuring.stop(), time.advance(5_000)]);
    await recorder.stop();
    await store.close();
  };
  const told = (type: Event['type']) => facts.filter((e) => e.type === type);
  /** Every session that was opened, and what was asked of it since. */
  const opened = () => sessions.opened.map(({ asked }) => asked.filter((what) => !what.startsWith('ping')).join(' '));
  async function online(): Promise<void> {
    await time.advance(100);
    for (const { handlers, asked } of sessions.opened)
      if (!asked.includes('close')) handlers.onOnline({ jid: 'me@x/y', firstPing: { id: 'p', rttMs: 1 } });
  }
  async function configure(next: HoldfastConfig): Promise<string[]> {
    const [lines] = await Promise.all([measuring.configure(next), time.advance(2_000)]);
    await online();
    return lines;
  }
  await online();
  return { measuring, configure, told, opened, sessions };
}

test('a session that is the same stays; others come, come again with what is new, and go', async () => {
  const { measuring, configure, told, opened } = await measuringOf(lab(nodes(node('one'), node('two'))));
  expect(opened()).toEqual(['', '']);

  await configure(lab(nodes(node('one'), node('two', ', policy: { pingIntervalS: 5 }'), node('three'))));
  expect(opened()).toEqual(['', 'close', '', '']);
  expect(measuring.fleet.counts()).toEqual({ total: 3, online: 3 });

  await configure(lab(nodes(node('one'))));
  expect(opened()).toEqual(['', 'close', 'close', 'close']);
  expect(told('target-archived').map((e) => 'targetKey' in e && e.targetKey)).toEqual(['lab/two/tcp', 'lab/three/tcp']);
  expect(measuring.fleet.counts()).toEqual({ total: 1, online: 1 });

  expect(await configure(lab(nodes(node('one'))))).toEqual([]);
  expect(opened()[0]).toBe('');
  await configure(lab(nodes(node('one'), node('two'))));
  expect(measuring.fleet.counts()).toEqual({ total: 2, online: 2 });
  expect(opened()[0]).toBe('');
});

test('a paused session stays paused, also with another configuration', async () => {
  const { measuring, configure, opened } = await measuringOf(lab(nodes(node('one'))));
  measuring.fleet.execute({ command: 'pause-target', targetKey: 'lab/one/tcp' });
  await configure(lab(nodes(node('one', ', policy: { pingIntervalS: 5 }'))));
  expect(opened()).toEqual(['close']);
});

test('other people to watch: only the session that watches them begins anew', async () => {
  const watch = (...jids: string[]) => `, watch: [${jids.join(', ')}]`;
  const first = lab(nodes(node('one', watch('ann@one.example')), node('two')));
  const { configure, told, sessions } = await measuringOf(first);
  const closes = () => sessions.opened.map(({ asked }) => asked.filter((what) => what === 'close').length);
  await configure(lab(nodes(node('one', watch('ann@one.example', 'bob@one.example')), node('two'))));
  expect(closes()).toEqual([1, 0, 0]);
  await configure(lab(nodes(node('one'), node('two'))));
  expect(told('cluster-removed')).toHaveLength(1);
});

test('a Finesse cluster is let go and taken up without a session of another dropping', async () => {
  const both = (load: 0 | 1) =>
    configOf(`clusters:\n  - name: Lab\n    kind: xmpp\n    nodes:\n${nodes(node('one'))}${finesse(load)}`);
  const { configure, told, opened } = await measuringOf(lab(nodes(node('one'))));
  expect(await configure(both(0))).toEqual(['cc begins, or begins anew']);
  expect(told('cluster-described')).toMatchObject([{ clusterKey: 'cc', load: 0 }]);
  expect(await configure(both(1))).toEqual(['cc is let go', 'cc begins, or begins anew']);
  expect(told('cluster-described').at(-1)).toMatchObject({ clusterKey: 'cc', load: 1 });
  expect(told('cluster-removed')).toEqual([]);
  await configure(lab(nodes(node('one'))));
  expect(told('cluster-removed')).toMatchObject([{ clusterKey: 'cc' }]);
  expect(told('server-removed')).toMatchObject([{ clusterKey: 'cc', nodeKey: 'a' }]);
  expect(opened()).toEqual(['']);
});
