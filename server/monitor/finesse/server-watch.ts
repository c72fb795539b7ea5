/** Watches one Finesse server: its accounts, how it is, its feeds, its list of connected users, its counters and its load. */
import type { CertificateFacts, FinesseSide, ServerView, TargetKey } from '#contract';
import type { FinesseClusterConfig, FinesseServerConfig } from '../../config/schema';
import type { FeedReport } from '../../finesse/feeds/subscriber';
import type { ExchangeFacts, RestClient } from '../../finesse/rest/client';
import { createLoadMeter } from '../../finesse/rest/load-meter';
import { every } from '../../time/time';
import type { SessionListener } from '../port';
import { type AccountBook, createAccountBook, type Role } from './account-book';
import type { ClusterDirectory } from './cluster-directory';
import { readPerformance } from './counters';
import { createDelayWindow } from './delay-window';
import type { Where } from './evidence-of';
import { createMinuteBook } from './minute-book';
import { missingOf } from './missing';
import { createPeopleReader, isRefusal, type PeopleRead } from './people-reader';
import { createPoll } from './poll';
import { type FinesseDeps, type SayOfServer, type SideKnowledge, SSO_MODES } from './port';
import { createReadinessBoard } from './readiness-board';
import type { ServerContext } from './server-context';
import { createServerFeeds } from './server-feeds';
import { createServerInfo } from './server-info';
import { createServerList } from './server-list';
import { createSideFeeds } from './side-feeds';
import { createTeamLook, type TeamLook } from './team-look';

export interface ServerWatch {
  readonly side: FinesseSide;
  readonly nodeKey: string;
  /** Begins to ask. */
  start(): void;
  listener(key: TargetKey): SessionListener | null;
  /** The directory or the release has changed. */
  renew(): void;
  report(): FeedReport | null;
  /** No feed will come: the monitor account is refused. */
  isFeedless(): boolean;
  readonly lookAtTeam: TeamLook;
  readPeople(): Promise<PeopleRead>;
  /** What only an account or a right would bring, one sentence each. */
  missing(): string[];
  blind(): void;
  nightly(): void;
  /** Refused accounts are tried once more. @returns null, or why not */
  retry(): string | null;
  stop(): Promise<void>;
}

export interface ServerWatchDeps {
  cluster: FinesseClusterConfig;
  server: FinesseServerConfig;
  deps: FinesseDeps;
  directory: ClusterDirectory;
  known: ServerView | null;
  release(): string | null;
  learned(more: Partial<SideKnowledge>): void;
  /** It answered, and is in service: the directory can be read here. */
  readable(): void;
  /** A directory was read here. */
  peopleRead(read: PeopleRead): void;
  /** What covers whom has changed. */
  coversChanged(): void;
}

const MINUTE_MS = 60_000;
const FIRST_LOOK_MS = 10_000;
const NOTHING_OPEN_MS = 60_000;
const REFUSED_MS = 6 * 3_600_000;

export function createServerWatch(own: ServerWatchDeps): ServerWatch {
  const { cluster, server, deps, directory, known } = own;
  const { time, fleet } = deps;
  const ids = { clusterKey: cluster.key, nodeKey: server.nodeKey, side: server.side };
  const say: SayOfServer = (fact) => deps.publish({ ...ids, at: time.now(), ...fact });
  const meter = createLoadMeter(server.budget, time);
  const minute = createMinuteBook(time.now());
  const usernames = { monitor: server.account.username, administrator: server.administrator?.username };
  const accounts: AccountBook = createAccountBook(usernames, () => time.now(), say, known?.accounts ?? []);
  let certificate = known?.certificate ?? null;
  let reading: Promise<PeopleRead> | null = null;
  let hasTargets = false;
  let finding = false;
  let stopped = false;

  const rest = client('monitor');
  const admin = server.administrator === null ? null : client('administrator');
  const read = createPeopleReader({
    ...{ rest, admin, username: server.account.username, host: server.host, meter, time, moreTeams: () => [] },
  });
  const expected = { standby: server.standbyExpected };
  const ctx: ServerContext = {
    ...{ cluster, server, deps, time, say, watch: deps.watch, directory, rest, admin, accounts, minute, meter },
    board: createReadinessBoard(time, say, expected, { rungs: known?.rungs ?? [], outage: known?.outage ?? null }),
    feeds: createSideFeeds({ side: server.side, time, watch: deps.watch, say, known: known?.feeds ?? [] }),
    ...{ delays: createDelayWindow(), release: own.release, learned: own.learned, readPeople },
  };
  const info = createServerInfo(ctx, known?.facts ?? null, { told, returned, looked: () => feeds.restate() });
  const where = (): Where => ({
    ...{ nodeKey: server.nodeKey, side: server.side, release: own.release(), offset: info.offset() },
  });
  const feeds = createServerFeeds({
    ...{ ctx, info, where, refused: refuseMonitor },
    reported(report, grants) {
      say({ type: 'feeds-subscribed', grants });
      const covers = [...report.teams.values()];
      if (covers.length > 0) own.learned({ agentFeeds: covers.some((cover) => cover !== 'none') });
      own.coversChanged();
    },
    online() {
      list.look();
      info.wonder();
    },
    offline() {
      list.doubted();
      info.wonder();
    },
    delayed: () => own.learned({ eventDelayMs: ctx.delays.delayMs }),
  });
  const isSso = (): boolean => SSO_MODES.includes(info.facts()?.authMode ?? '') && accounts.isRefused('monitor');
  const list = createServerList({
    ...{ ctx, info, where },
    doubt: () =>
      feeds.sessions.isOnline() || isSso() ? null : 'no session tells whether its Notification Service is up',
  });
  const counters = createPoll(time, countPerformance);
  let stopMinutes = (): void => undefined;

  function client(role: Role): RestClient {
    const { username, password } = (role === 'administrator' ? server.administrator : null) ?? server.account;
    return deps.createRest({
      ...{ host: server.host, port: server.restPort, trust: server.trust, username, password, meter, time },
      onCertificate: seeCertificate,
      onExchange: (exchange) => exchanged(role, exchange),
    });
  }

  function exchanged(role: Role, exchange: ExchangeFacts): void {
    minute.exchanged(exchange);
    if (!accounts.exchanged(role, exchange)) return;
    if (role === 'monitor') feeds.sessions.refuse();
    own.coversChanged();
  }

  /** One refusal is enough: five lock the user (FINESSE §1.1). */
  function refuseMonitor(): void {
    rest.stop();
    feeds.sessions.refuse();
    own.coversChanged();
  }

  function seeCertificate(seen: CertificateFacts): void {
    if (certificate?.fingerprint === seen.fingerprint) return;
    say({ type: 'server-certificate-changed', before: certificate, after: seen });
    certificate = seen;
  }

  function readPeople(when: 'any' | 'from-now'): Promise<PeopleRead> {
    if (reading !== null && when === 'from-now') return reading.then(() => readPeople('any'));
    reading ??= read().then((result) => {
      reading = null;
      if (!stopped) own.peopleRead(result);
      return result;
    });
    return reading;
  }

  function told(): void {
    if (own.release() === null) void readRelease();
    if (info.service() !== 'out-of-service') own.readable();
    void connect();
    list.doubted();
  }

  function returned(at: number): void {
    void readRelease();
    feeds.returned(at);
  }

  let asksRelease = false;
  async function readRelease(): Promise<void> {
    if (asksRelease) return;
    asksRelease = true;
    const answer = await rest.configInfo();
    // FINESSE §1.5: the secondary server refuses; the other one's release is this one's as well
    if (answer.ok && answer.value.version !== null) own.learned({ release: answer.value.version });
    asksRelease = !answer.ok && isRefusal(answer.failure);
  }

  /** Finds the open doors once it is known whose they are, and takes sessions to them. */
  async function connect(): Promise<void> {
    const domains = info.domains();
    if (hasTargets || finding || stopped || domains === null || accounts.isRefused('monitor')) return;
    finding = true;
    // one's own user proves the password before sessions try it by every door
    if (!accounts.isProven('monitor')) await rest.user(server.account.username);
    const targets = await deps.findTargets(cluster, server, { domain: domains.domain, release: own.release() });
    finding = false;
    if (stopped || accounts.isRefused('monitor')) return;
    if (targets.length === 0) {
      deps.note('no transport is open', ids);
      time.after(NOTHING_OPEN_MS, () => void connect());
      return;
    }
    hasTargets = true;
    feeds.sessions.configure(targets, accounts.isProven('monitor'));
    fleet.archiveMissing(cluster.key, server.nodeKey);
  }

  async function countPerformance(): Promise<number | null> {
    if (admin === null || admin.isStopped()) return null;
    if (info.service() === 'unknown') return FIRST_LOOK_MS;
    if (info.service() !== 'in-service') return MINUTE_MS;
    const { counters: told } = await readPerformance(admin);
    if (told === 'refused') return REFUSED_MS;
    if (told !== null) minute.performance(told);
    return MINUTE_MS;
  }

  function closeMinute(): void {
    const at = time.now();
    say({ type: 'server-minute-counted', minute: minute.close(at, info.offset()) });
    const forged = feeds.foreign();
    if (forged > 0) deps.note('messages that claimed to be events', { ...ids, count: forged });
    if (ctx.delays.look(at)) own.learned({ eventDelayMs: ctx.delays.delayMs });
  }

  function announce(): void {
    const { nodeName, host, standbyExpected, budget } = server;
    const described = { nodeName, host, standbyExpected, budget };
    const before = known === null || known.removed ? null : known;
    const same =
      before !== null &&
      JSON.stringify(described) ===
        JSON.stringify({
          ...{ nodeName: before.nodeName, host: before.host, standbyExpected: before.standbyExpected },
          budget: before.budget,
        });
    if (!same || before?.side !== server.side) say({ type: 'server-described', ...described });
  }

  announce();

  return {
    ...{ side: server.side, nodeKey: server.nodeKey, readPeople: () => readPeople('any') },
    start() {
      info.ask();
      counters.now();
      // with the first session, or without one
      time.after(FIRST_LOOK_MS, () => list.hasLooked() || stopped || list.look());
      stopMinutes = every(time, MINUTE_MS, closeMinute);
    },
    listener: (key) => feeds.listener(key),
    renew() {
      info.renew();
      feeds.watch(directory.teams());
    },
    report: () => feeds.report(),
    isFeedless: () => accounts.isRefused('monitor'),
    lookAtTeam: createTeamLook(ctx, info, where),
    missing: () => missingOf(server, info.facts()?.authMode ?? null, accounts),
    blind() {
      feeds.blind();
      list.restart();
    },
    nightly() {
      if (feeds.report() === null) void readPeople('any');
      else feeds.snapshot();
    },
    retry() {
      const refused = accounts.retried();
      if (refused.length === 0) return `No account of ${server.nodeName} is refused.`;
      if (refused.includes('monitor')) {
        rest.resume();
        feeds.sessions.retry();
      }
      if (refused.includes('administrator')) admin?.resume();
      info.ask();
      counters.now();
      return null;
    },
    async stop() {
      stopped = true;
      for (const part of [info, list, counters, ctx.board, ctx.feeds]) part.stop();
      stopMinutes();
      await feeds.stop();
      rest.close();
      admin?.close();
    },
  };
}
