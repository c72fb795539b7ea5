/** Keeps one account's subscriptions on one server: makes those that are wished, and removes those that outlived their session. */
import type { Element } from '@xmpp/xml';
import type { Time } from '../../time/time';
import type { Session } from '../../xmpp/port';
import { readFeedName, systemInfoFeed, teamFeed, userFeed } from './names';
import {
  type Reply,
  readDone,
  readSubscribed,
  readSubscriptions,
  type Subscription,
  subscribeIq,
  subscriptionsIq,
  unsubscribeIq,
} from './stanzas';

export interface FeedWishes {
  systemInfo: boolean;
  /** `members`: whose own feeds are tried where the team's is refused. */
  teams: readonly { id: string; members: readonly string[] }[];
}

export type FeedStatus =
  | { kind: 'granted' }
  /** `condition`: RFC 6120 §8.3.3, `timeout`, or `pending` for one that somebody has to approve. */
  | { kind: 'refused'; condition: string }
  /** Not asked for: the first of its kind were forbidden. */
  | { kind: 'not-tried' };

export interface FeedReport {
  /** By feed. */
  feeds: ReadonlyMap<string, FeedStatus>;
  /** Teams by what covers them. `users`: some or all members' own feeds. */
  teams: ReadonlyMap<string, 'team-feed' | 'user-feeds' | 'some-user-feeds' | 'none'>;
  /** Subscriptions of sessions that are gone. */
  stale: { found: number; removed: number };
  /** null: the service does not list subscriptions. */
  listed: number | null;
  /** Granted to this session before, and gone without a word; null: nobody can tell. */
  lost: number | null;
}

export interface FeedSubscriber {
  /**
   * A session is online: lists, removes what is stale, and subscribes everything wished.
   * @param jid its full JID; `pubsubDomain` as this server told it, never one of before a failover (FINESSE §1.2)
   * @returns null: the session ended, or another one or other wishes came, before it was done
   */
  attach(session: Pick<Session, 'request'>, jid: string, pubsubDomain: string): Promise<FeedReport | null>;
  /** Other wishes; with a session they are carried out at once, and what is no longer wished is unsubscribed. */
  wish(wishes: FeedWishes): Promise<FeedReport | null>;
  /** Lists again, and makes anew what the service has lost. */
  check(): Promise<FeedReport | null>;
  /** The session is gone; the subscriptions are not. */
  detach(): void;
  /** Unsubscribes everything of this session, before it closes (FINESSE §3.1). */
  leave(): Promise<void>;
}

export interface FeedSubscriberOptions {
  time: Time;
  /** Resources of ours: of what they left behind we may dispose. Default: those that begin with `holdfast-`. */
  isOurs?: (resource: string) => boolean;
  /** For one answer. Default 10 s. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** Requests under way at once: a burst of hundreds would look like an attack. */
const AT_ONCE = 8;
/** So many users' feeds are tried before the rest is believed to be forbidden as well. */
const TRIES = 3;

interface Attached {
  session: Pick<Session, 'request'>;
  jid: string;
  pubsubDomain: string;
}

export function createFeedSubscriber(wishes: FeedWishes, options: FeedSubscriberOptions): FeedSubscriber {
  return new Subscriber(wishes, options);
}

class Subscriber implements FeedSubscriber {
  private attached: Attached | null = null;
  /** Counts what makes earlier work pointless. */
  private turn = 0;
  /** Feeds that this subscriber has asked for, whatever became of it. */
  private readonly asked = new Set<string>();
  /** Granted to the present session. */
  private held: readonly string[] = [];
  private readonly isOurs: (resource: string) => boolean;

  constructor(
    private wishes: FeedWishes,
    private readonly options: FeedSubscriberOptions,
  ) {
    this.isOurs = options.isOurs ?? ((resource) => resource.startsWith('holdfast-'));
  }

  attach(session: Pick<Session, 'request'>, jid: string, pubsubDomain: string): Promise<FeedReport | null> {
    this.attached = { session, jid, pubsubDomain };
    this.held = [];
    return this.settle();
  }

  wish(wishes: FeedWishes): Promise<FeedReport | null> {
    this.wishes = wishes;
    return this.settle();
  }

  check(): Promise<FeedReport | null> {
    return this.settle();
  }

  detach(): void {
    this.attached = null;
    this.turn += 1;
  }

  async leave(): Promise<void> {
    const { attached } = this;
    if (attached === null) return;
    this.turn += 1;
    const list = await this.list(attached);
    const mine = (list ?? []).filter((one) => one.jid === attached.jid);
    await inParallel(mine, (one) => this.ask(attached, unsubscribeIq(attached.pubsubDomain, one), readDone));
    if (this.attached === attached) this.detach();
  }

  private async settle(): Promise<FeedReport | null> {
    const turn = ++this.turn;
    const { attached, wishes } = this;
    if (attached === null) return null;
    const current = (): boolean => turn === this.turn;
    const list = await this.list(attached);
    if (!current()) return null;
    const stale = (list ?? []).filter((one) => isStale(one, attached.jid, this.isOurs));
    const removed = await inParallel(stale, (one) =>
      current() ? this.ask(attached, unsubscribeIq(attached.pubsubDomain, one), readDone) : gone,
    );
    const feeds = await this.subscribeAll(attached, wishes, current);
    if (!current()) return null;
    await this.dropUnwished(attached, list ?? [], feeds);
    if (!current()) return null;
    const before = this.held;
    this.held = [...feeds].flatMap(([feed, { kind }]) => (kind === 'granted' ? [feed] : []));
    const own = new Set((list ?? []).flatMap(({ feed, jid }) => (isSameJid(jid, attached.jid) ? [feed] : [])));
    return {
      feeds,
      teams: new Map(wishes.teams.map((team) => [team.id, coverOf(team, feeds)])),
      stale: { found: stale.length, removed: removed.filter((one) => one.ok).length },
      listed: list?.length ?? null,
      lost: list === null ? null : before.filter((feed) => !own.has(feed)).length,
    };
  }

  private async subscribeAll(to: Attached, wishes: FeedWishes, current: () => boolean) {
    const feeds = new Map<string, FeedStatus>();
    const subscribe = async (feed: string): Promise<void> => {
      if (!current()) return;
      this.asked.add(feed);
      const reply = await this.ask(to, subscribeIq(to.pubsubDomain, feed, to.jid), readSubscribed);
      feeds.set(feed, statusOf(reply));
    };
    await inParallel(
      [...(wishes.systemInfo ? [systemInfoFeed] : []), ...wishes.teams.map((t) => teamFeed(t.id))],
      subscribe,
    );
    const uncovered = wishes.teams.filter((team) => feeds.get(teamFeed(team.id))?.kind !== 'granted');
    const users = [...new Set(uncovered.flatMap((team) => team.members))].map(userFeed);
    // XEP-0060 §6.1.3: a refusal by access model is not a matter of which user
    await inParallel(users.slice(0, TRIES), subscribe);
    const tried = users.slice(0, TRIES).map((feed) => feeds.get(feed));
    const hopeless = tried.length === TRIES && tried.every((status) => status?.kind === 'refused');
    if (hopeless) for (const feed of users.slice(TRIES)) feeds.set(feed, { kind: 'not-tried' });
    else await inParallel(users.slice(TRIES), subscribe);
    return feeds;
  }

  /** What this very session once wished, and wishes no more; feeds that Finesse subscribes by itself are not ours to end. */
  private async dropUnwished(attached: Attached, list: Subscription[], feeds: ReadonlyMap<string, FeedStatus>) {
    const unwished = list.filter(
      ({ feed, jid }) =>
        jid === attached.jid && !feeds.has(feed) && (this.asked.has(feed) || readFeedName(feed).kind === 'team'),
    );
    await inParallel(unwished, (one) => this.ask(attached, unsubscribeIq(attached.pubsubDomain, one), readDone));
  }

  private async list(attached: Attached): Promise<Subscription[] | null> {
    const reply = await this.ask(attached, subscriptionsIq(attached.pubsubDomain), readSubscriptions);
    return reply.ok ? reply.value : null;
  }

  /** `timeout` without an answer in time, `gone` when the session ends first. */
  private ask<T>({ session, pubsubDomain }: Attached, iq: Element, read: (iq: Element) => Reply<T>): Promise<Reply<T>> {
    return new Promise((resolve) => {
      const { time, timeoutMs = TIMEOUT_MS } = this.options;
      const stopWaiting = time.after(timeoutMs, () => resolve({ ok: false, condition: 'timeout' }));
      session.request(iq, (reply) => {
        stopWaiting();
        if (reply === null) return resolve(gone);
        // RFC 6120 §8.2.3, §13: an answer is from whom was asked, or from the server in its name
        const { from } = reply.attrs;
        const foreign = typeof from === 'string' && from.toLowerCase() !== pubsubDomain.toLowerCase();
        resolve(foreign ? { ok: false, condition: 'bad-request' } : read(reply));
      });
    });
  }
}

const gone = { ok: false as const, condition: 'gone' };

function statusOf(reply: Reply<string>): FeedStatus {
  if (!reply.ok) return { kind: 'refused', condition: reply.condition };
  return reply.value === 'subscribed' ? { kind: 'granted' } : { kind: 'refused', condition: reply.value };
}

/** Of our account, by another resource of ours: XEP-0060 keeps it for ever, and the service would store its events. */
export function isStale({ jid }: Subscription, own: string, isOurs: (resource: string) => boolean): boolean {
  const [bare, resource] = splitJid(jid);
  const [ownBare, ownResource] = splitJid(own);
  return bare === ownBare && resource !== '' && resource !== ownResource && isOurs(resource);
}

/** RFC 7622 §3: bare JIDs whatever their case, resources as they are. */
const isSameJid = (a: string, b: string): boolean => splitJid(a).join('/') === splitJid(b).join('/');

function splitJid(jid: string): [bare: string, resource: string] {
  const slash = jid.indexOf('/');
  return slash < 0 ? [jid.toLowerCase(), ''] : [jid.slice(0, slash).toLowerCase(), jid.slice(slash + 1)];
}

function coverOf(team: FeedWishes['teams'][number], feeds: ReadonlyMap<string, FeedStatus>) {
  if (feeds.get(teamFeed(team.id))?.kind === 'granted') return 'team-feed';
  const granted = team.members.filter((member) => feeds.get(userFeed(member))?.kind === 'granted').length;
  if (granted === 0) return 'none';
  return granted === team.members.length ? 'user-feeds' : 'some-user-feeds';
}

async function inParallel<T, R>(items: readonly T[], run: (item: T) => Promise<R> | R): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await run(item));
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return results;
}
