import { expect, test } from 'vitest';
import { type Fact, foldTarget, type TargetState } from '#contract';
import { createFleet } from '../../server/monitor/fleet';
import { createVirtualTime } from '../../server/time/virtual-time';
import { fakeSessions, targetConfig } from '../support/fake-session';

function fleetOf(keys: string[], known: TargetState[] = [], expect: 'open' | 'closed' = 'open') {
  const time = createVirtualTime();
  const sessions = fakeSessions();
  const facts: Fact[] = [];
  const targets = keys.map((node) => targetConfig({ key: `lab/${node}/tcp`, nodeKey: node, expect }));
  const fleet = createFleet({
    targets,
    openSession: sessions.openSession,
    time,
    publish: (fact) => void facts.push(fact),
    stalledSince: () => false,
    known,
    demo: false,
  });
  return { time, sessions, facts, fleet };
}

/** Current state as a database would have it after these facts. */
function stateAfter(facts: readonly Fact[], key: string): TargetState {
  const state = facts.reduce<TargetState | undefined>(
    (s, f) => foldTarget(s, { ...f, observerId: 'o', eventId: 'e', v: 1 } as never),
    undefined,
  );
  if (state === undefined) throw new Error(`nothing is known of ${key}`);
  return state;
}

const types = (facts: readonly Fact[]) => facts.map((f) => f.type);

test('five hundred targets are started spread over time, ten at once', async () => {
  const { time, sessions, fleet } = fleetOf(Array.from({ length: 500 }, (_, i) => `n${i}`));
  fleet.start();
  await time.advance(0);
  expect(sessions.opened.length).toBeLessThanOrEqual(10);
  await time.advance(10_000);
  expect(sessions.opened).toHaveLength(500);
});

test('a configuration that did not change is announced once', async () => {
  const first = fleetOf(['a']);
  first.fleet.start();
  expect(types(first.facts)).toEqual(['target-configured']);
  const second = fleetOf(['a'], [stateAfter(first.facts, 'lab/a/tcp')]);
  second.fleet.start();
  expect(types(second.facts)).toEqual([]);
});

test('a target that left the configuration is archived, and comes back as configured', async () => {
  const first = fleetOf(['a']);
  first.fleet.start();
  const without = fleetOf([], [stateAfter(first.facts, 'lab/a/tcp')]);
  without.fleet.start();
  expect(types(without.facts)).toEqual(['target-archived']);
  const back = fleetOf(['a'], [stateAfter([...first.facts, ...without.facts], 'lab/a/tcp')]);
  back.fleet.start();
  expect(types(back.facts)).toEqual(['target-configured']);
});

test('a pause outlives a restart, and a resume ends it', async () => {
  const first = fleetOf(['a']);
  first.fleet.start();
  await first.time.advance(0);
  expect(first.fleet.execute({ command: 'pause-target', targetKey: 'lab/a/tcp' })).toBeNull();
  const second = fleetOf(['a'], [stateAfter(first.facts, 'lab/a/tcp')]);
  second.fleet.start();
  await second.time.advance(60_000);
  expect(second.sessions.opened).toHaveLength(0);
  expect(second.fleet.execute({ command: 'resume-target', targetKey: 'lab/a/tcp' })).toBeNull();
  expect(second.sessions.opened).toHaveLength(1);
  expect(second.fleet.execute({ command: 'resume-target', targetKey: 'lab/a/tcp' })).toBe('lab/a/tcp is not paused.');
});

test('a command for an unknown target is refused in words', () => {
  const { fleet } = fleetOf(['a']);
  expect(fleet.execute({ command: 'pause-target', targetKey: 'lab/zz/tcp' })).toBe('There is no target lab/zz/tcp.');
});

test('stopping closes every live session and starts no other', async () => {
  const { time, sessions, fleet, facts } = fleetOf(Array.from({ length: 50 }, (_, i) => `n${i}`));
  fleet.start();
  await time.advance(0);
  const begun = sessions.opened.length;
  let stopped = false;
  void fleet.stop().then(() => {
    stopped = true;
  });
  await time.advance(0);
  expect(stopped).toBe(false);
  for (const session of sessions.opened) session.handlers.onClosed(null);
  await time.advance(0);
  expect(stopped).toBe(true);
  await time.advance(60_000);
  expect(sessions.opened).toHaveLength(begun);
  expect(sessions.opened.every((s) => s.asked.includes('close'))).toBe(true);
  expect(facts.at(-1)).toMatchObject({ type: 'session-phase-changed', to: 'stopped', stopReason: 'shutdown' });
});

test('what is closed by design is not tried, and what a crashed run left online there is ended', async () => {
  const crashed = fleetOf(['a', 'b']);
  crashed.fleet.start();
  await crashed.time.advance(1_000);
  for (const session of crashed.sessions.opened)
    session.handlers.onOnline({ jid: 'me@lab.example/x', firstPing: { id: 'p', rttMs: 1 } });
  const known = ['a', 'b'].map((node) =>
    stateAfter(
      crashed.facts.filter((f) => ofNode(f, node)),
      `lab/${node}/tcp`,
    ),
  );
  expect(known.map((s) => s.session.phase)).toEqual(['online', 'online']);

  const next = fleetOf(['a'], known, 'closed');
  next.fleet.start();
  await next.time.advance(60_000);
  expect(next.sessions.opened).toHaveLength(0);
  const left = next.facts.filter((f) => f.type !== 'target-configured');
  expect(left).toMatchObject([
    { targetKey: 'lab/a/tcp', from: 'online', to: 'stopped', stopReason: 'shutdown' },
    { targetKey: 'lab/b/tcp', from: 'online', to: 'stopped', stopReason: 'archived' },
    { targetKey: 'lab/b/tcp', type: 'target-archived' },
  ]);
});

const ofNode = (fact: Fact, node: string) => 'nodeKey' in fact && fact.nodeKey === node;
