/** What one server's sessions tell: feeds and presence, each with how far it can be believed, and everybody's state after every gap. */
import type { Element } from '@xmpp/xml';
import type { EpochMs, Failure, FeedGrants, TargetKey } from '#contract';
import type { RungObservation } from '../../domain/presence/readiness';
import { createEventDelays } from '../../finesse/feeds/event-delays';
import { readFeedName } from '../../finesse/feeds/names';
import { type FeedFact, readNotification } from '../../finesse/feeds/notification';
import type { FeedReport } from '../../finesse/feeds/subscriber';
import { createAlarm } from '../../time/time';
import type { Session } from '../../xmpp/port';
import type { SessionListener } from '../port';
import { type HeardPresence, presenceIn, sourceOf, stateOf, type Where } from './evidence-of';
import { createFeedKeeper, subscribed } from './feed-keeper';
import type { Team } from './people';
import { createPresenceRoll } from './presence-roll';
import type { ServerContext } from './server-context';
import type { ServerInfo } from './server-info';
import { createServerSessions, type ServerSessions } from './server-sessions';
import { createStateSnapshot } from './state-snapshot';

export interface ServerFeeds {
  readonly sessions: ServerSessions;
  listener(key: TargetKey): SessionListener | null;
  /** Whom to watch; again whenever the directory changes. */
  watch(teams: readonly Team[]): void;
  report(): FeedReport | null;
  /** Everybody's state is asked for again. */
  snapshot(): void;
  /** The server published nothing for a while, and says the rest now. */
  returned(at: EpochMs): void;
  /** We did not run for a while: as soon as the session proves that nothing was lost, all begins anew. */
  blind(): void;
  /** The rungs that sessions stand for, as they are now. */
  restate(): void;
  /** Messages that claimed to be from the service and were not, since the last question. */
  foreign(): number;
  stop(): Promise<void>;
}

export interface ServerFeedsDeps {
  ctx: ServerContext;
  info: ServerInfo;
  where(): Where;
  /** The monitor account was refused by the Notification Service. */
  refused(): void;
  reported(report: FeedReport, grants: FeedGrants): void;
  /** A session is, and none was. */
  online(): void;
  /** None is. */
  offline(): void;
  /** How late events are has changed. */
  delayed(): void;
}

/** RFC 6121 §4.4.2: contacts' presence follows our own at once; `finesse@` is one of everybody's (FINESSE §4). */
const FINESSE_WITHIN_MS = 5_000;
const LEAVE_MS = 1_500;
const STATE_FEEDS = ['team-feed', 'user-feed'] as const;

export function createServerFeeds(deps: ServerFeedsDeps): ServerFeeds {
  const { ctx, info, where } = deps;
  const { time, board, feeds, watch, directory, server } = ctx;
  /** Beyond the next ping, for its answer. */
  const provenMs = server.policy.pingIntervalMs + 2_000;
  const delays = createEventDelays();
  let session: Session | null = null;
  let finesse: boolean | null = null;
  let wasOnline = false;
  let isBlind = false;
  let foreign = 0;
  let coveredBefore = '';
  let heardAt: EpochMs = 0;
  const finesseDue = createAlarm(time, () => seeFinesse(false, `no presence of finesse@ after ours`));

  const keeper = createFeedKeeper({
    time,
    reported(report, grants, anew) {
      if (anew) delays.subscribed();
      const at = time.now();
      const covers = new Set(report.teams.values());
      const told = {
        'team-feed': covers.has('team-feed'),
        'user-feed': covers.has('user-feeds') || covers.has('some-user-feeds'),
      };
      for (const feed of STATE_FEEDS) {
        if (!told[feed] && feeds.tells(feed)) feeds.end(feed, at, 'not granted');
        if (told[feed] && (anew || (report.lost ?? 0) > 0 || !feeds.tells(feed))) feeds.begin(feed, at, at + provenMs);
      }
      observeFeeds(report);
      deps.reported(report, grants);
      // a check that finds everything in its place is no reason to ask for thousands
      const covered = JSON.stringify([grants.granted, ...report.teams]);
      const isGap = anew || report.lost !== 0 || covered !== coveredBefore;
      coveredBefore = covered;
      if (report.teams.size > 0 && isGap) snapshot.now();
    },
  });

  const snapshot = createStateSnapshot(ctx, info, where, () => keeper.report());
  const roll = createPresenceRoll({
    time,
    domain: () => info.domains()?.domain ?? '',
    send: (stanza) => session?.send(stanza),
    tell(loginId, told) {
      const evidence = { kind: 'presence', feed: 'presence', side: server.side, ...told } as const;
      watch.tell(loginId, evidence, sourceOf('presence', where(), told.at, { reference: told.jid }));
    },
    complete: (since) => feeds.begin('presence', since, time.now() + provenMs),
    granted(isGranted) {
      ctx.learned({ presence: isGranted });
      if (!isGranted) feeds.end('presence', time.now(), 'not granted to this account');
    },
  });

  const sessions = createServerSessions(ctx.deps.fleet, {
    subscribes(chosen, jid) {
      endStates('another session takes over');
      session = chosen;
      const domains = info.domains();
      if (domains !== null) keeper.attach(chosen, jid, domains.pubsub);
    },
    unsubscribed(failure) {
      session = null;
      keeper.detach();
      endStates(lossOf(failure));
    },
    stanza: onStanza,
    alive: onAlive,
    online() {
      wasOnline = true;
      ctx.accounts.signedIn();
      observe('xmpp-session', 'good', 'session');
      deps.online();
      finesseDue.set(time.now() + FINESSE_WITHIN_MS);
      roll.begin();
    },
    offline(failure) {
      if (failure !== null) observe('xmpp-session', failure.kind === 'timeout' ? 'silent' : 'bad', 'session');
      finesse = null;
      finesseDue.set(null);
      info.finesse(null);
      roll.end();
      if (feeds.tells('presence')) feeds.end('presence', time.now(), lossOf(failure));
      deps.offline();
    },
    isRefused(failure) {
      const refused = ctx.accounts.failed(failure);
      if (refused) deps.refused();
      return refused;
    },
    leaving: () => keeper.leave(),
  });

  function observe(rung: RungObservation['rung'], result: RungObservation['result'], via: string): void {
    board.observe({ rung, at: time.now(), result, via });
  }

  function observeFeeds(report: FeedReport | null): void {
    const result = report === null ? null : subscribed(report);
    if (result !== null) observe('feed-events', result, 'subscriptions');
  }

  function endStates(why: string): void {
    for (const feed of STATE_FEEDS) if (feeds.tells(feed)) feeds.end(feed, time.now(), why);
  }

  function onStanza(stanza: Element, bySubscriber: boolean): void {
    const domains = info.domains();
    if (domains === null) return;
    const presence = presenceIn(stanza, domains.domain);
    if (presence !== null) onPresence(presence, bySubscriber);
    if (presence !== null || !bySubscriber) return;
    const read = readNotification(stanza, domains.pubsub);
    if (!read.ok) {
      if (read.condition === 'foreign-sender') foreign += 1;
      return;
    }
    const at = time.now();
    if (at - heardAt >= 1_000) observe('feed-events', 'good', 'subscriptions');
    heardAt = at;
    for (const fact of read.notification.facts) onFact(fact, at);
    for (const { feed, condition } of read.notification.unread)
      ctx.deps.note('event could not be read', { feed: readFeedName(feed).kind, condition });
  }

  function onPresence(presence: HeardPresence, bySubscriber: boolean): void {
    if (presence.user !== 'finesse') roll.heard(presence, bySubscriber);
    else if (presence.says === 'available') seeFinesse(true, 'presence');
    else if (presence.says === 'unavailable') seeFinesse(false, 'presence');
  }

  function seeFinesse(available: boolean, via: string): void {
    finesseDue.set(null);
    finesse = available;
    observe('finesse-presence', available ? 'good' : 'bad', via);
    info.finesse(available);
  }

  function onFact(fact: FeedFact, at: EpochMs): void {
    switch (fact.kind) {
      case 'system-info':
        info.heard(fact.info, 'feed', null);
        return;
      case 'user':
        onUser(fact, at);
        return;
      case 'user-removed':
        directory.removed(fact.user.loginId, fact.name.kind === 'team' ? fact.name.teamId : null);
        return;
      case 'errors':
      case 'other':
        return;
    }
  }

  function onUser(fact: Extract<FeedFact, { kind: 'user' }>, at: EpochMs): void {
    const { user, name } = fact;
    const loginId = directory.heard(user, name.kind === 'team' ? name.teamId : null);
    if (loginId === null) return;
    const feed = name.kind === 'team' ? 'team-feed' : 'user-feed';
    const serverAt = user.stateChangeMs;
    const evidence = stateOf(user, feed, where(), at);
    if (evidence !== null)
      watch.tell(loginId, evidence, sourceOf(feed, where(), at, { serverAt, reference: fact.itemId }));
    const event = { stateChangeMs: serverAt, arrivedAt: at, stored: fact.storedAt !== null };
    const verdict = delays.measure(loginId, event, info.offset());
    if (!verdict.measured) return;
    ctx.minute.delayed(verdict.delayMs, verdict.errorMs);
    if (ctx.delays.add(at, verdict.delayMs, verdict.errorMs)) deps.delayed();
  }

  function onAlive(at: EpochMs, bySubscriber: boolean): void {
    if (isBlind && bySubscriber) beginAnew();
    restate();
    if (bySubscriber) for (const feed of STATE_FEEDS) feeds.prove(feed, at + provenMs);
    if (roll.isTold()) feeds.prove('presence', at + provenMs);
  }

  function beginAnew(): void {
    isBlind = false;
    const report = keeper.report();
    const at = time.now();
    const covers = new Set(report?.teams.values());
    if (covers.has('team-feed')) feeds.begin('team-feed', at, at + provenMs);
    if (covers.has('user-feeds') || covers.has('some-user-feeds')) feeds.begin('user-feed', at, at + provenMs);
    roll.retell();
    snapshot.now();
  }

  function restate(): void {
    if (!sessions.isOnline()) {
      if (wasOnline && !ctx.accounts.isRefused('monitor')) observe('xmpp-session', 'bad', 'session');
      return;
    }
    observe('xmpp-session', 'good', 'session');
    if (finesse !== null) observe('finesse-presence', finesse ? 'good' : 'bad', 'presence');
    observeFeeds(keeper.report());
  }

  return {
    sessions,
    listener: (key) => sessions.listener(key),
    watch(teams) {
      keeper.wish(teams);
      roll.watch(teams.flatMap((team) => team.members));
    },
    report: () => keeper.report(),
    snapshot: () => snapshot.now(),
    returned(at) {
      delays.returned(at);
      snapshot.now();
    },
    blind() {
      isBlind = true;
      roll.blind();
      const at = time.now();
      for (const feed of [...STATE_FEEDS, 'presence'] as const)
        if (feeds.tells(feed)) feeds.end(feed, at, 'Holdfast itself did not run');
    },
    restate,
    foreign() {
      const count = foreign;
      foreign = 0;
      return count;
    },
    async stop() {
      snapshot.stop();
      finesseDue.set(null);
      const left = keeper.leave();
      await Promise.race([left, new Promise<void>((resolve) => void time.after(LEAVE_MS, resolve))]);
    },
  };
}

const lossOf = (failure: Failure | null): string =>
  failure === null ? 'our session was closed' : `session lost: ${failure.condition.replaceAll('-', ' ')}`;
