/** What the database knows of people after a busy quarter of an hour: connections, and nothing of what is their own business (DESIGN §5c). */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { EventOf } from '../../server/contract';
import { createEventBus } from '../../server/events/bus';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createVirtualTime } from '../../server/time/virtual-time';
import { tempDatabase } from '../support/temp-database';
import { START } from './pair';
import { type Watched, watchScenario } from './watch';

const MINUTE = 60_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** @returns the database as a file, closed */
async function recorded({ told }: Watched): Promise<string> {
  const { file, url } = await tempDatabase();
  const time = createVirtualTime(START);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const store = await openStore(url);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  await recorder.start();
  for (const fact of told.facts) bus.publish(fact);
  await recorder.stop();
  await store.close();
  return file;
}

test('breaks, calls and states of every day leave no trace; states do around a lost connection only', async () => {
  const w = await watchScenario('site-vpn-drops', 'generous', { rhythm: true, callS: 30 });
  const chosen = w.world.reasonCodes().filter(({ systemCode }) => !systemCode);
  const shown = JSON.stringify(w.told.facts);
  const planted = w.events.flatMap((e) => (e.type === 'agent-changed' && e.view.reason ? [e.view.reason.label] : []));
  expect(planted).toContain('Lunch');
  expect(chosen.filter(({ label }) => shown.includes(`"${label}"`))).toEqual([]);

  const file = await recorded(w);
  const bytes = readFileSync(file).toString('latin1');
  const breaks = chosen.flatMap(({ label, code }) => [label, `"code":${code},`, `"code":${code}}`]);
  expect(breaks.filter((told) => bytes.includes(told))).toEqual([]);
  // nothing of a call but whether one was going on when the connection went
  expect(bytes.match(/dialog|fromAddress|toAddress|callType|participant|wrapUp|callVariable/i)).toBeNull();

  const db = new Database(file, { readonly: true });
  const all = <T extends 'agent-health-changed' | 'agent-state-recorded' | 'agent-state-changed'>(type: T) =>
    db
      .prepare<[string], { body: string }>('select body from event where type = ?')
      .all(type)
      .map(({ body }): EventOf<T> => JSON.parse(body));
  expect(all('agent-state-changed')).toEqual([]);
  const calls = all('agent-health-changed').filter(({ onCall }) => onCall !== null);
  expect(calls.filter(({ disconnectId }) => disconnectId === null)).toEqual([]);
  const disconnects = new Map(w.told.disconnects().map((d) => [d.id, d]));
  const states = all('agent-state-recorded');
  expect(states.length).toBeGreaterThan(10);
  const outside = states.filter(({ disconnectId, at }) => {
    const d = disconnects.get(disconnectId ?? '');
    const began = d?.lost?.to ?? d?.end?.at;
    return began === undefined || at < began - 5 * MINUTE || at > (d?.end?.at ?? began) + 15 * MINUTE + 2_000;
  });
  expect(outside).toEqual([]);
  db.close();
});

test('the full lane is stored only where somebody asked for it, and still without a reason of the agent’s own', async () => {
  const lane = { agents: 40, teamSize: 10, lastsS: 300, rhythm: true, callS: 30 };
  const usual = await watchScenario('shift-end', 'generous', lane);
  const full = await watchScenario('shift-end', 'generous', { ...lane, statesKept: 'all' });
  const around = ({ told }: Watched) => told.of('agent-state-recorded').filter((e) => e.disconnectId !== null).length;
  expect(usual.told.of('agent-state-recorded').length).toBe(around(usual));
  expect(full.told.of('agent-state-recorded').length).toBeGreaterThan(around(full) + 40);
  const chosen = full.world.reasonCodes().filter(({ systemCode }) => !systemCode);
  const kept = JSON.stringify(full.told.of('agent-state-recorded'));
  expect(chosen.filter(({ label }) => kept.includes(`"${label}"`))).toEqual([]);
});

test('no password reaches the database, by whatever door it went out', async () => {
  const w = await watchScenario('glitch-to-a', 'pessimistic', { agents: 40, lastsS: 60 });
  const bytes = readFileSync(await recorded(w)).toString('latin1');
  for (const { account, administrator } of w.config.servers)
    for (const one of [account, administrator])
      if (one !== null) {
        const password = one.password.reveal();
        const basic = Buffer.from(`${one.username}:${password}`).toString('base64');
        const plain = Buffer.from(`\0${one.username}\0${password}`).toString('base64');
        expect([password, basic, plain].filter((text) => bytes.includes(text))).toEqual([]);
      }
});
