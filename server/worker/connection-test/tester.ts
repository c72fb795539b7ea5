/** Tests connections for people: one at a time for each, three at most together, each within a minute and a half. */
import type { z } from 'zod';
import type { ConnectionTest, ConnectionTestLine, connectionTestOrder } from '#contract';
import { hintOf } from '../../domain/set-up/hints';
import { type Refusals, recent, withRefusal } from '../../domain/set-up/tries';
import type { Time } from '../../time/time';
import type { OpenWire } from '../../transport/port';
import type { OpenSession, Secret } from '../../xmpp/port';
import {
  type ConfiguredServer,
  type Credentials,
  hostOf,
  nothingFound,
  type TestContext,
  type TriesBook,
} from './context';
import { testFinesse } from './finesse';
import { createSteps, type Steps } from './steps';
import { testXmpp } from './xmpp';

export interface TesterDeps {
  time: Time;
  openSession: OpenSession;
  openWire: OpenWire;
  /** Servers and XMPP nodes as they are configured now. */
  servers(): readonly ConfiguredServer[];
  secret(text: string): Secret;
}

export type TestOrder = z.infer<typeof connectionTestOrder>;

export interface ConnectionTester {
  /**
   * @param tell each line, in order; the last one is `done` or `broken`
   * @returns what to wait for; or why not: somebody tests already
   */
  start(order: TestOrder, tell: (line: ConnectionTestLine) => void, signal: AbortSignal): Promise<void> | Busy;
}
export type Busy = 'busy-yourself' | 'busy-together';

const AT_ONCE = 3;
const WHOLE_MS = 90_000;
const ACCOUNTS_KEPT = 1_000;

export function createConnectionTester(deps: TesterDeps): ConnectionTester {
  const running = new Set<string>();
  const tries = createTries(deps.time);
  return {
    start(order, tell, signal) {
      if (running.has(order.by)) return 'busy-yourself';
      if (running.size >= AT_ONCE) return 'busy-together';
      running.add(order.by);
      return run(order.test, { ...deps, tries }, tell, signal).finally(() => running.delete(order.by));
    },
  };
}

async function run(
  test: ConnectionTest,
  deps: TesterDeps & { tries: TriesBook },
  tell: (line: ConnectionTestLine) => void,
  gone: AbortSignal,
): Promise<void> {
  const { time, openSession, openWire, tries } = deps;
  const stop = new AbortController();
  const onGone = (): void => stop.abort();
  gone.addEventListener('abort', onGone);
  let late = false;
  const stopWaiting = time.after(WHOLE_MS, () => {
    late = true;
    stop.abort();
  });
  const steps = createSteps(time, (step) => tell({ line: 'step', step }));
  const servers = deps.servers();
  const context: TestContext = { time, openSession, openWire, tries, servers, steps, signal: stop.signal };
  try {
    const account = accountOf(test, servers, deps.secret);
    const found = account === null ? refuseKept(test, steps) : await climbed(test, account, context);
    steps.skipRest();
    if (late) tell({ line: 'broken', message: 'The test took longer than a minute and a half, and was given up.' });
    else tell({ line: 'done', outcome: steps.outcome(), found });
  } finally {
    stopWaiting();
    gone.removeEventListener('abort', onGone);
    stop.abort();
  }
}

const climbed = (test: ConnectionTest, account: Credentials, context: TestContext) =>
  test.kind === 'finesse' ? testFinesse(test, account, context) : testXmpp(test, account, context);

/** null: a kept password is asked for, and this is not the server and the user that it was given for, or it would go to another host. */
function accountOf(
  test: ConnectionTest,
  servers: readonly ConfiguredServer[],
  secret: TesterDeps['secret'],
): Credentials | null {
  const { account, stored } = test;
  if (account.password.secret === 'new') return { username: account.username, password: secret(account.password.text) };
  const { username } = account;
  const known = servers.filter(
    (one) => one.clusterKey === stored?.cluster && one.nodeKey === stored.node && one.username === username,
  );
  const name = test.kind === 'finesse' ? test.host : test.domain;
  const [server] = known.filter(({ host }) => host.toLowerCase() === name);
  const fits = sendsTo(test).every((host) => known.some(({ sentTo }) => sentTo.toLowerCase() === host));
  return server === undefined || !fits ? null : { username, password: server.password };
}

/** Every host that would be sent the password. */
function sendsTo(test: ConnectionTest): string[] {
  if (test.kind === 'finesse') return [test.host];
  const { tcp, websocket, bosh } = test.transports;
  return [tcp, websocket, bosh].flatMap((one) => (one === undefined ? [] : [hostOf(one)]));
}

function refuseKept(test: ConnectionTest, steps: Steps): typeof nothingFound {
  steps.plan([{ id: 'account', group: 'account', label: 'Find the password' }]);
  const hint = hintOf({ at: 'account', username: test.account.username, is: 'kept-elsewhere' });
  steps.end('account', { state: 'failed', hint });
  return nothingFound;
}

function createTries(time: Time): TriesBook {
  const book = new Map<string, Refusals>();
  const keyOf = (host: string, username: string): string => `${host.toLowerCase()} ${username.toLowerCase()}`;
  return {
    of: (host, username) => recent(book.get(keyOf(host, username)) ?? [], time.now()),
    refused(host, username) {
      const key = keyOf(host, username);
      const next = withRefusal(book.get(key) ?? [], time.now());
      book.delete(key);
      book.set(key, next);
      const oldest = book.size > ACCOUNTS_KEPT ? book.keys().next().value : undefined;
      if (oldest !== undefined) book.delete(oldest);
    },
  };
}
