import { expect, test } from 'vitest';
import { type Fact, foldTarget, type TargetState } from '#contract';
import type { TargetConfig } from '../../server/config/schema';
import { createFleet } from '../../server/monitor/fleet';
import { createVirtualTime } from '../../server/time/virtual-time';
import { fakeSessions, targetConfig } from '../support/fake-session';

const online = { jid: 'me@lab.example/x', firstPing: { id: 'first', rttMs: 5 } };
const node = { clusterKey: 'lab', nodeKey: 'one' };

function fleetOf(targets: TargetConfig[], known: TargetState[] = [], pending: (typeof node)[] = []) {
  const time = createVirtualTime();
  const sessions = fakeSessions();
  const facts: Fact[] = [];
  const taken: string[] = [];
  const fleet = createFleet({
    ...{ targets, openSession: sessions.openSession, time, known, pending, demo: false },
    publish: (fact) => void facts.push(fact),
    stalledSince: () => false,
    onTarget: (target) => void taken.push(`${target.key} ${target.address}`),
  });
  return { time, sessions, facts, fleet, taken };
}

/** What a database has of one target after these facts. */
function knownAfter(facts: readonly Fact[], key = 'lab/one/tcp'): TargetState {
  const state = facts
    .filter((f) => 'targetKey' in f && f.targetKey === key)
    .reduce<TargetState | undefined>(
      (s, f) => foldTarget(s, { ...f, observerId: 'o', eventId: 'e', v: 1 } as never),
      undefined,
    );
  if (state === undefined) throw new Error(`nothing is known of ${key}`);
  return state;
}

const inWords = (facts: readonly Fact[]) =>
  facts.map((f) =>
    f.type === 'session-phase-changed'
      ? `${f.from} -> ${f.to}${f.stopReason === null ? '' : ` ${f.stopReason}`}`
      : f.type,
  );

/** A run that had this target online and then crashed. */
async function crashed(): Promise<TargetState> {
  const run = fleetOf([targetConfig()]);
  run.fleet.start();
  await run.time.advance(0);
  run.sessions.latest().handlers.onOnline(online);
  return knownAfter(run.facts);
}

test('a target that comes at run time is announced, started and counted', async () => {
  const { fleet, facts, sessions, time, taken } = fleetOf([]);
  fleet.start();
  fleet.add(targetConfig());
  await time.advance(0);
  expect(inWords(facts)).toEqual(['target-configured', 'stopped -> connecting']);
  expect(sessions.opened).toHaveLength(1);
  expect(fleet.counts()).toEqual({ total: 1, online: 0 });
  expect(taken).toEqual(['lab/one/tcp xmpp://127.0.0.1:5222']);
});

test('one that is added before the start waits for it', async () => {
  const { fleet, facts, sessions, time } = fleetOf([]);
  fleet.add(targetConfig());
  await time.advance(60_000);
  expect(sessions.opened).toHaveLength(0);
  fleet.start();
  await time.advance(0);
  expect(inWords(facts)).toEqual(['target-configured', 'stopped -> connecting']);
});

test('the same configuration again changes nothing; another one begins anew', async () => {
  const { fleet, facts, sessions, time } = fleetOf([targetConfig()]);
  fleet.start();
  await time.advance(0);
  fleet.add(targetConfig());
  expect(facts).toHaveLength(2);
  fleet.add(targetConfig({ address: 'xmpp://127.0.0.2:5222' }));
  await time.advance(1_000);
  expect(inWords(facts.slice(2))).toEqual([
    'connect-finished',
    'connecting -> stopped shutdown',
    'target-configured',
    'stopped -> connecting',
  ]);
  expect(sessions.opened.map((s) => s.asked)).toEqual([['close'], []]);
  expect(fleet.counts().total).toBe(1);
});

test('a pause stays over a new configuration, and over a restart also for what comes later', async () => {
  const first = fleetOf([targetConfig()]);
  first.fleet.start();
  await first.time.advance(0);
  first.fleet.execute({ command: 'pause-target', targetKey: 'lab/one/tcp' });
  first.fleet.add(targetConfig({ address: 'elsewhere' }));
  await first.time.advance(60_000);
  expect(first.sessions.opened).toHaveLength(1);

  const second = fleetOf([], [knownAfter(first.facts)], [node]);
  second.fleet.start();
  second.fleet.add(targetConfig({ address: 'elsewhere' }));
  await second.time.advance(60_000);
  expect(second.sessions.opened).toHaveLength(0);
  expect(second.fleet.resume('lab/one/tcp')).toBe(false);
});

test('what is closed by design is announced and never tried', async () => {
  const { fleet, facts, sessions, time } = fleetOf([]);
  fleet.start();
  fleet.add(targetConfig({ expect: 'closed' }));
  await time.advance(60_000);
  expect(inWords(facts)).toEqual(['target-configured']);
  expect(sessions.opened).toHaveLength(0);
});

test('targets of a node that has yet to tell are ended, not archived; what it then lacks is', async () => {
  const had = await crashed();
  const { fleet, facts } = fleetOf([], [had], [node]);
  fleet.start();
  expect(inWords(facts)).toEqual(['online -> stopped shutdown']);
  fleet.archiveMissing('lab', 'one');
  fleet.archiveMissing('lab', 'one');
  expect(inWords(facts).slice(1)).toEqual(['target-archived']);
});

test('a node that has gone from the configuration is archived at once, whoever else has yet to tell', async () => {
  const had = await crashed();
  const { fleet, facts } = fleetOf([], [had], [{ clusterKey: 'lab', nodeKey: 'two' }]);
  fleet.start();
  expect(inWords(facts)).toEqual(['online -> stopped archived', 'target-archived']);
});

test('a refused account stops its target until somebody resumes it', async () => {
  const { fleet, facts, sessions, time } = fleetOf([targetConfig()]);
  fleet.start();
  await time.advance(0);
  sessions.latest().handlers.onOnline(online);
  fleet.stopTarget('lab/one/tcp', 'refused');
  await time.advance(600_000);
  expect(facts.at(-1)).toMatchObject({ from: 'online', to: 'stopped', stopReason: 'refused' });
  expect(sessions.opened).toHaveLength(1);
  expect(fleet.resume('lab/one/tcp')).toBe(true);
  expect(sessions.opened).toHaveLength(2);
  expect(fleet.resume('lab/one/tcp')).toBe(false);
});

test('a target that is refused while it waits for its slot does not start', async () => {
  const many = Array.from({ length: 30 }, (_, i) => targetConfig({ key: `lab/n${i}/tcp`, nodeKey: `n${i}` }));
  const { fleet, sessions, time } = fleetOf(many);
  fleet.start();
  fleet.stopTarget('lab/n29/tcp', 'refused');
  await time.advance(10_000);
  expect(sessions.opened).toHaveLength(29);
});

test('a new session keeps what is known of the certificate', async () => {
  const { fleet, facts, sessions, time } = fleetOf([targetConfig()]);
  const certificate = { fingerprint: 'sha256/1', subject: 'a', issuer: 'b', validFromMs: 1, validToMs: 2 };
  fleet.start();
  await time.advance(0);
  sessions.latest().handlers.onCertificate(certificate);
  fleet.add(targetConfig({ address: 'elsewhere' }));
  await time.advance(1_000);
  sessions.latest().handlers.onCertificate(certificate);
  expect(facts.filter((f) => f.type === 'certificate-changed')).toHaveLength(1);
});
