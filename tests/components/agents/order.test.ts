import { expect, test } from 'vitest';
import { createOrder } from '../../../components/agents/order';
import { everyone, queryOf } from '../../../components/agents/query';
import type { AgentView } from '../../../server/contract';
import { createVirtualTime } from '../../../server/time/virtual-time';
import { boardFixture } from '../../support/board-fixture';

/** Three agents, whose connections are lost at a word; time in ms, moved by hand. */
function scene() {
  const time = createVirtualTime(0);
  const { agents: made, at } = boardFixture({ agents: 3, teams: 1 });
  let agents: AgentView[] = made.map((a, i) => ({ ...a, loginId: 'abc'[i] ?? '', firstName: null, lastName: null }));
  const listeners = new Set<() => void>();
  const board = {
    agents: () => agents,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const order = createOrder(board, everyone, time);
  const log: string[] = [];
  order.onChange(() => {
    const { keys, held } = order.view();
    log.push(`${time.now()} ${keys.map((k) => k.replace('cc/', '')).join('')}${held ? ' held' : ''}`);
  });
  order.start();
  return {
    order,
    log,
    lose(loginId: string) {
      const health = {
        kind: 'forced-out',
        outcome: 'forced-logout',
        at: at + time.now(),
        side: 'A',
        connectedOn: null,
      } as const;
      agents = agents.map((a) => (a.loginId === loginId ? { ...a, health } : a));
      for (const listener of listeners) listener();
    },
    until: (ms: number) => time.advance(ms - time.now()),
  };
}

test('the first change after quiet is put in order at once, the others together a second later', async () => {
  const { log, lose, until } = scene();
  await until(5_000);
  lose('b');
  await until(5_200);
  lose('c');
  lose('a');
  await until(9_000);
  expect(log).toEqual(['5000 bac', '6000 acb']);
});

test('a pointer over the rows holds the order until it leaves, and says that it does', async () => {
  const { order, log, lose, until } = scene();
  await until(5_000);
  order.pointerMoved();
  lose('c');
  await until(7_000);
  order.pointerLeft();
  expect(log).toEqual(['5000 abc held', '7000 cab']);
});

test('so does a key; one that rests for ten seconds does not', async () => {
  const { order, log, lose, until } = scene();
  await until(5_000);
  order.keyMoved();
  lose('c');
  await until(9_000);
  order.keyMoved();
  await until(30_000);
  expect(log).toEqual(['5000 abc held', '19000 cab']);
});

test('who asks for another order has it at once; opening a panel is no other order', async () => {
  const { order, log, until } = scene();
  await until(5_000);
  order.pointerMoved();
  order.ask({ ...everyone, agent: 'cc/a' });
  order.ask(queryOf(new URLSearchParams('sort=-name')));
  expect(log).toEqual(['5000 cba']);
});
