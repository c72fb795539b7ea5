/** The ways to the Notification Service: knocks at each, opens a session on the best, hears Finesse and subscribes for a moment. */
import type { FinesseTest, Hint } from '#contract';
import { hintOf } from '../../domain/set-up/hints';
import { createFeedSubscriber } from '../../finesse/feeds/subscriber';
import type { SystemInfo } from '../../finesse/parse/system-info';
import { type Candidate, candidatesFor } from '../../monitor/finesse/discovery-candidates';
import { type Answer, knock } from '../../monitor/finesse/knock';
import { type Credentials, type TestContext, trustOf } from './context';
import { climb, type PhaseStep, type Standing } from './session';
import type { Planned } from './steps';

export const sessionSteps: readonly PhaseStep[] = [
  {
    ...{ id: 'stream', group: 'session', label: 'Open a stream' },
    phases: ['dns', 'tcp', 'tls', 'upgrade', 'bosh-session', 'features'],
  },
  { id: 'sasl', group: 'session', label: 'Sign in to the Notification Service', phases: ['sasl'] },
  { id: 'bind', group: 'session', label: 'Get an address of its own', phases: ['bind'] },
  { id: 'ping', group: 'session', label: 'Ping', phases: ['presence', 'first-ping'] },
];
export const feedSteps: readonly Planned[] = [
  { id: 'notifier', group: 'session', label: 'Hear that Finesse is connected to it' },
  { id: 'feeds', group: 'session', label: 'Subscribe to events' },
];

export interface Way {
  id: string;
  candidate: Candidate;
  port: number;
  text: string;
}

export function waysOf({ host, restPort, ports }: FinesseTest): Way[] {
  const candidates = candidatesFor(host, null, { rest: restPort, notification: ports.notification, tls: ports.tls });
  return candidates.map((candidate, i) => {
    const { address } = candidate;
    const port = address.kind === 'tcp' ? address.port : Number(new URL(address.url).port || 443);
    return { id: `way-${i}`, candidate, port, text: `${wayNames[candidate.transport]}, port ${port}` };
  });
}

const wayNames = { websocket: 'WebSocket', bosh: 'BOSH', tcp: 'XMPP over TLS' } as const;

export function waySteps(ways: readonly Way[]): Planned[] {
  return ways.map(({ id, text }) => ({ id, group: 'ways', label: text }));
}

/** Those that are open, the one that is taken first. No account is named while knocking. */
export async function openWays(
  test: FinesseTest,
  ways: readonly Way[],
  domain: string,
  context: TestContext,
): Promise<Way[]> {
  const { steps, openWire, time } = context;
  const answers = await Promise.all(
    ways.map(async (way): Promise<Answer> => {
      steps.begin(way.id);
      const answer = await knock(
        { address: way.candidate.address, domain, trust: trustOf(test.trust) },
        openWire,
        time,
      );
      if (answer.is === 'open') steps.end(way.id, { state: 'ok', facts: [{ name: 'Answer', value: 'open' }] });
      return answer;
    }),
  );
  const open = ways.filter((_, i) => answers[i]?.is === 'open');
  for (const [i, way] of ways.entries()) {
    const answer = answers[i];
    if (answer?.is !== 'refused') continue;
    const { condition } = answer.failure;
    const hint = closedHint(way, test.restPort, condition);
    if (open.length > 0) steps.end(way.id, { state: 'skipped', hint });
    else if (i > 0) steps.end(way.id, { state: 'failed', hint });
    else steps.saw(way.id, { at: 'notification', is: 'no-way-in' });
  }
  return open;
}

function closedHint({ candidate, port }: Way, restPort: number, condition: string): Hint {
  const way = candidate.transport;
  return hintOf({ at: 'notification', is: 'closed', way, port, restPort, condition, release: null });
}

export interface Heard {
  /** By team id, whether its feed is granted. */
  feeds: Map<string, boolean>;
}

/** null: no session, and a step says why. */
export async function trySession(
  test: FinesseTest,
  way: Way,
  account: Credentials,
  told: { info: SystemInfo; teams: readonly string[] },
  context: TestContext,
): Promise<Heard | null> {
  const domain = told.info.xmppDomain ?? test.host;
  const wire = { address: way.candidate.address, domain, trust: trustOf(test.trust) };
  const asked = { wire, account, finesse: true, service: test.host, allowPlainWithoutTls: false, steps: sessionSteps };
  const standing = await climb(asked, context);
  if (standing === null) return null;
  try {
    await hearNotifier(standing, domain, context);
    const feeds = await tryFeeds(standing, told.info.pubsubDomain ?? `pubsub.${domain}`, told.teams, context);
    return { feeds };
  } finally {
    standing.session.close();
  }
}

const HEAR_MS = 3_000;

/** FINESSE §4: every session receives the presence of `finesse@`; available = the web application is attached. */
async function hearNotifier(standing: Standing, domain: string, { steps, time, signal }: TestContext): Promise<void> {
  steps.begin('notifier');
  const isThere = (): boolean =>
    standing.stanzas.some(
      ({ name, attrs }) =>
        name === 'presence' &&
        attrs.type === undefined &&
        String(attrs.from ?? '')
          .toLowerCase()
          .startsWith(`finesse@${domain}`.toLowerCase()),
    );
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stopWaiting();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stopWaiting = time.after(HEAR_MS, done);
    signal.addEventListener('abort', done);
    const look = (): void => {
      if (isThere() || standing.ended()) done();
      else standing.onNext(look);
    };
    look();
  });
  if (isThere()) steps.end('notifier', { state: 'ok', facts: [{ name: 'Heard', value: `finesse@${domain}` }] });
  else steps.saw('notifier', { at: 'notification', is: 'notifier-away' });
}

/** What it subscribes to it gives back: subscriptions outlive their session (FINESSE §3.1). */
async function tryFeeds(
  { session, jid }: Standing,
  pubsubDomain: string,
  teams: readonly string[],
  { steps, time }: TestContext,
): Promise<Map<string, boolean>> {
  steps.begin('feeds');
  const wishes = { systemInfo: true, teams: teams.map((id) => ({ id, members: [] })) };
  // of the sessions that watch, nothing is stale to a test
  const isOurs = (resource: string): boolean => resource.startsWith('holdfast-test-');
  const subscriber = createFeedSubscriber(wishes, { time, isOurs, timeoutMs: 4_000 });
  const report = await subscriber.attach(session, jid, pubsubDomain);
  await subscriber.leave();
  const granted = new Map(teams.map((id) => [id, report?.teams.get(id) === 'team-feed']));
  const refused = [...granted.values()].filter((yes) => !yes).length;
  const facts = [{ name: 'Team feeds granted', value: `${teams.length - refused} of ${teams.length}` }];
  if (refused > 0)
    steps.saw('feeds', { at: 'notification', is: 'feeds-refused', refused, of: teams.length }, { facts });
  else steps.end('feeds', { state: 'ok', facts: teams.length === 0 ? [] : facts });
  return granted;
}
