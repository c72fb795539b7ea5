/** A contact centre with people who leave, all that Holdfast is told and people type about them, and a look at every byte of it. */
import { existsSync, readFileSync } from 'node:fs';
import pg from 'pg';
import type { Event } from '#contract';
import { createIncidentFacts } from '../../server/alert/incident-facts';
import { createPseudonyms } from '../../server/config/pseudonyms';
import { defaultRetention } from '../../server/domain/history/retention';
import { DAY_MS } from '../../server/domain/history/rollup';
import { createEventBus } from '../../server/events/bus';
import { createKeeper } from '../../server/record/history/keeper';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { openPeopleStore } from '../../server/store/people/store';
import { createVirtualTime } from '../../server/time/virtual-time';
import { factOf } from '../record/history/kill-story';
import { answered, configured } from './facts';
import { deliveryOf, incidentOf, a as ofA, transcriptOf } from './outage-facts';
import {
  atRiskOn,
  CC,
  clusterNamed,
  connectedOn,
  counted,
  does,
  endedBy,
  groupOf,
  groupTold,
  judged,
  leaves,
  listed,
  lossOf,
  lossTold,
  recordedState,
} from './presence-facts';

export const T = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Of 32 people every fourth leaves after the first day. */
export const people = Array.from({ length: 32 }, (_, n) => ({
  ...{ loginId: `zq-login-${n}z`, firstName: `Zoraya${n}z`, lastName: `Quimby-${n}z` },
  ...{ teamId: `${n % 7}`, goes: n % 4 === 0 },
}));
export type Person = (typeof people)[number];
export const gone = people.filter((p) => p.goes);

export const pseudonymOf = createPseudonyms(Buffer.alloc(32, 7));

/** A day with all that is ever told of somebody. */
function dayOf(day: number): Event[] {
  const at = T + day * DAY_MS;
  const here = people.filter((p) => day === 0 || !p.goes);
  return here.flatMap((p, i) => workOf(p, at + i * 7_000, `d${day}-${p.loginId.length}-${i}`));
}

function workOf({ loginId, firstName, lastName, teamId }: Person, at: number, id: string): Event[] {
  const names = { firstName, lastName };
  const hello = listed(at, loginId, teamId);
  const jid = `${loginId}@cc.example/desktop`;
  const loss = lossOf(id, loginId, teamId, at + MINUTE, {
    ...{ ...names, groupId: id, jid, closedAt: at + 3 * MINUTE, end: endedBy('forced-logout', at + 2 * MINUTE) },
    source: { ...(lossOf(id, loginId, teamId, at).source ?? never()), reference: jid },
  });
  return [
    { ...hello, profile: { ...hello.profile, ...names } },
    { ...judged(at, loginId, teamId, connectedOn('A', at)), jid },
    does(at + 1, loginId, teamId, 'READY'),
    { ...judged(at + MINUTE, loginId, teamId, atRiskOn('A', at + MINUTE)), jid, disconnectId: id },
    lossTold(at + MINUTE, { ...loss, closedAt: null, end: null }),
    recordedState(at + MINUTE, loginId, id, 'NOT_READY'),
    lossTold(at + 3 * MINUTE, loss),
    groupTold(at + 3 * MINUTE, groupOf(id, teamId, at + MINUTE, at + 2 * MINUTE, 1)),
    counted(at + 4 * MINUTE, { [teamId]: 9 }),
    answered(at + 5 * MINUTE, 12, ofA),
    {
      ...{ observerId: 'local', eventId: `view-${id}`, v: 1, at: at + 6 * MINUTE, type: 'agent-viewed' },
      ...{ clusterKey: CC, loginId, actor: 'ada@example.org', idempotencyKey: `${id}-key` },
    },
  ];
}

function never(): never {
  throw new Error('a fact without a source');
}

/** All that people type and do about somebody. */
function aboutGone() {
  const notes = gone.map((p, i) => ({
    ...{ time: T + i, kind: 'note' as const, by: 'ada@example.org' },
    text: `${p.firstName} ${p.lastName} (${p.loginId}) called, ${p.lastName.toUpperCase()} no; ${p.loginId}@cc.example too`,
  }));
  const incident = incidentOf({ openedAt: T, timeline: notes });
  const silence = {
    ...{ id: 's', matchers: [{ field: 'kind' as const, is: 'equal' as const, value: 'team-out' }], startsAt: T },
    ...{ expiresAt: T + DAY_MS, author: 'ada@example.org', reason: `new router for ${gone[3]?.firstName}` },
  };
  return { incident, silence };
}

/** The worker and the dashboard over two months, then what retention does. */
export async function watchedFor(url: string) {
  const time = createVirtualTime(T);
  const store = await openStore(url);
  const bus = createEventBus('local', time, (error) => {
    throw error;
  });
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log: silent });
  const keeper = createKeeper({ store: store.history, time, retention: defaultRetention, pseudonymOf, log: silent });
  const { people: dashboard } = await openPeopleStore(url);
  await recorder.start();
  const { incident, silence } = aboutGone();
  for (const e of [clusterNamed(T), configured(T, ofA), ...dayOf(0)]) bus.publish(factOf(e));
  for (const fact of createIncidentFacts()(incident, T)) bus.publish(fact);
  bus.publish({ type: 'silence-changed', at: T, silence, actor: 'ada@example.org' });
  await recorder.flush();
  await store.alerts.saveChange({ incidents: [incident], deliveries: [deliveryOf({ incident })] });
  await store.alerts.saveSilence(silence);
  await store.transcripts.saveTranscripts([transcriptOf()]);
  for (const [i, { loginId, firstName }] of gone.entries()) {
    const entry = { at: T + i, actor: 'ada@example.org', origin: '127.0.0.1', subject: `${CC}/${loginId}` };
    await dashboard.audit(`v${i}`, { ...entry, action: 'view-agent', detail: { clusterKey: CC, loginId } });
    const text = { text: `told ${firstName}`, incidentId: incident.id };
    await dashboard.audit(`n${i}`, { ...entry, action: 'note-incident', detail: text });
  }
  for (const p of gone) bus.publish(factOf(leaves(T + DAY_MS, p.loginId, p.teamId)));
  for (const day of [1, 20]) for (const e of dayOf(day)) bus.publish(factOf(e));
  await recorder.stop();
  const keepUntil = async (day: number) => {
    await time.advance(T + day * DAY_MS - time.now());
    await keeper.catchUp();
  };
  return { store, dashboard, keepUntil };
}

/** What of these people the bytes tell: logins, with which JIDs begin, and names. */
export function toldOf(who: readonly Person[], bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const words = who.flatMap((p) => [p.loginId, p.firstName, p.lastName, p.lastName.toUpperCase()]);
  return words.filter((word) => text.includes(word));
}

/** Every byte on disk, and every value of every row, blobs included. */
export async function allOf(url: string): Promise<Buffer> {
  if (url.startsWith('file:')) {
    const file = url.slice('file:'.length);
    return Buffer.concat(['', '-wal', '-shm'].flatMap((s) => (existsSync(file + s) ? [readFileSync(file + s)] : [])));
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
    );
    const rows = [];
    for (const { name } of tables.rows) rows.push(await client.query(`SELECT t::text AS row FROM "${name}" t`));
    return Buffer.from(JSON.stringify(rows.map((r) => r.rows)));
  } finally {
    await client.end();
  }
}
