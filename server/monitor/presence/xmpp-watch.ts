/** Watches people on an XMPP service: through the presence that they grant us, and by pings to clients that answer. */
import type { Element } from '@xmpp/xml';
import type { EpochMs, EvidenceFeed, Fact, FactSource, Failure, TargetKey } from '#contract';
import type { TargetConfig, WatchedPerson, XmppWatchConfig } from '../../config/schema';
import { capabilitiesOf, type Installation, promiseOf } from '../../domain/presence/capabilities';
import type { Time } from '../../time/time';
import type { Session } from '../../xmpp/port';
import type { SessionListener } from '../port';
import { type ClientPings, createClientPings } from './client-pings';
import type { PingPace } from './ping-rounds';
import type { AgentWatch, DirectoryEntry } from './port';
import { createPresenceRequests, type PresenceRequests } from './presence-requests';
import { WatchSeat } from './watch-seat';
import { type PresenceNews, pingIq, presenceNews } from './watch-stanzas';

export interface XmppWatchDeps {
  time: Time;
  agents: AgentWatch;
  publish(fact: Fact): void;
  /** Of the node; their policies say for how long a session that is silent still counts. */
  targets: readonly Pick<TargetConfig, 'key' | 'policy'>[];
  demo: boolean;
  /** Of pings to people's clients. Default: every 30 s, 10 s for an answer. */
  pace?: PingPace;
}

export interface XmppWatch {
  /** Describes the cluster and lists its people. */
  start(): void;
  /** null: not a target of this node. */
  listenerOf(key: TargetKey): SessionListener | null;
  /** The observer did not run in that time: feeds begin anew once everything that waited has been read. */
  blind(from: EpochMs, to: EpochMs): void;
  stop(): void;
}

const PACE: PingPace = { intervalMs: 30_000, timeoutMs: 10_000 };
/** Beyond the session's own interval and time-out. */
const SLACK_MS = 1_000;
const feeds = ['presence', 'ping'] as const satisfies EvidenceFeed[];

const service: Installation = {
  ...{ service: 'xmpp', release: null, sso: false, listMeaning: 'unproven' },
  // means nothing on a service that forces nobody out
  deployment: { type: 'UCCE', load: null },
  granted: { presence: true, agentFeeds: false, connectedUsers: false },
};

export function createXmppWatch(config: XmppWatchConfig, deps: XmppWatchDeps): XmppWatch {
  return new Watch(config, deps);
}

class Watch implements XmppWatch {
  readonly #people: ReadonlyMap<string, WatchedPerson>;
  readonly #listeners: ReadonlyMap<TargetKey, SessionListener>;
  readonly #seats = new Map<TargetKey, WatchSeat>();
  readonly #requests: PresenceRequests;
  readonly #pings: ClientPings;
  /** The session that watches; the account's others only ping their server. */
  #lead: WatchSeat | null = null;
  /** Since when the lead tells everything. */
  #since: EpochMs = 0;
  /** As it was published; null: nothing yet. */
  #fresh: boolean | null = null;
  /** What comes before the first proof of life after that answers our own presence, and did not happen just now. */
  #settled = false;
  /** Those of whom nothing was told since then. */
  #untold = new Set<string>();

  constructor(
    private readonly config: XmppWatchConfig,
    private readonly deps: XmppWatchDeps,
  ) {
    this.#people = new Map(config.people.map((person) => [person.jid, person]));
    this.#listeners = new Map(config.targets.map((key) => [key, this.#listener(key)]));
    this.#requests = createPresenceRequests(config, deps);
    const tell = (jid: string, at: EpochMs, answered: boolean) => this.#tellAnswer(jid, at, answered);
    this.#pings = createClientPings(deps.time, deps.pace ?? PACE, tell);
  }

  start(): void {
    const { clusterKey, clusterName, people } = this.config;
    const described = { name: clusterName, kind: 'xmpp', demo: this.deps.demo, load: null } as const;
    const at = this.deps.time.now();
    this.deps.publish({ type: 'cluster-described', at, clusterKey, ...described });
    const { sentence, verdicts, warning, intervalMs } = promiseOf(capabilitiesOf(service));
    const promise = { sentence, verdicts: [...verdicts], warning, intervalMs };
    const learned = { release: null, deployment: null, authMode: null, promise };
    this.deps.publish({ type: 'cluster-learned', at, clusterKey, ...learned });
    this.deps.agents.learn(service);
    this.deps.agents.listed(people.map(entryOf), true);
    this.#requests.tell();
  }

  listenerOf(key: TargetKey): SessionListener | null {
    return this.#listeners.get(key) ?? null;
  }

  blind(from: EpochMs, to: EpochMs): void {
    this.deps.agents.blind(from, to);
    const lead = this.#lead;
    // RFC 6120 §10.1: whatever waited for us comes before this answer
    lead?.session.request(pingIq(null, this.deps.time.uuid()), (reply) => {
      if (reply !== null && this.#lead === lead) this.#begin(lead);
    });
  }

  stop(): void {
    this.#lead = null;
    this.#seats.clear();
    this.#pings.rest();
    this.#requests.rest();
  }

  // ---- sessions ------------------------------------------------------------------------------------------------------

  #listener(key: TargetKey): SessionListener {
    return {
      online: (session, jid) => this.#online(key, session, jid),
      stanza: (stanza) => this.#hear(key, stanza),
      alive: (at) => this.#alive(key, at),
      offline: (failure) => this.#offline(key, failure),
      failed: () => {},
    };
  }

  #online(key: TargetKey, session: Session, jid: string): void {
    const seat = new WatchSeat(key, session, jid, this.deps.time.now());
    this.#seats.set(key, seat);
    if (this.#lead === null) this.#follow(seat);
  }

  #offline(key: TargetKey, failure: Failure | null): void {
    const seat = this.#seats.get(key);
    this.#seats.delete(key);
    if (seat === undefined || seat !== this.#lead) return;
    // one that fell silent told nothing since its last answer
    const at = failure?.kind === 'timeout' ? Math.max(this.#since, seat.aliveAt) : this.deps.time.now();
    for (const feed of feeds) this.deps.agents.stale('A', feed, at);
    this.#lead = null;
    this.#pings.rest();
    this.#requests.rest();
    const next = this.config.targets.flatMap((target) => this.#seats.get(target) ?? [])[0];
    if (next !== undefined) this.#follow(next);
    else this.#tellFeeds(at, failure === null ? 'session closed by us' : `session lost: ${failure.condition}`);
  }

  #follow(seat: WatchSeat): void {
    this.#lead = seat;
    this.#begin(seat);
    this.#tellFeeds(this.#since, null);
    this.#requests.begin(seat.session, seat.account, () => this.#tellAbsent(seat, (bare) => seat.isAbsent(bare)));
  }

  /** From now on nothing is missing. Whoever is there, as far as this session heard, is told as the answer to a look. */
  #begin(seat: WatchSeat): void {
    const { agents, time } = this.deps;
    this.#since = time.now();
    this.#settled = false;
    this.#untold = new Set(this.#people.keys());
    for (const feed of feeds) agents.fresh('A', feed, this.#since, this.#since + this.#validMs(seat.key));
    const people = [...this.#people.keys()].filter((bare) => !this.#requests.isRefused(bare));
    const clients = people.flatMap((bare) => [...seat.clientsOf(bare)].map((jid) => ({ bare, jid })));
    this.#pings.begin(
      seat.session,
      clients.flatMap(({ jid }) => (jid.includes('/') ? [jid] : [])),
    );
    for (const { bare, jid } of clients) this.#tellPresence(bare, jid, true, false);
    this.#tellAbsent(seat, (bare) => seat.isAbsent(bare));
  }

  #alive(key: TargetKey, at: EpochMs): void {
    const seat = this.#seats.get(key);
    if (seat === undefined) return;
    seat.aliveAt = at;
    if (seat !== this.#lead) return;
    for (const feed of feeds) this.deps.agents.proven('A', feed, at + this.#validMs(key));
    this.#pings.alive(at);
    if (at <= this.#since) return;
    this.#settled = true;
    // RFC 6121 §4.3.2: our server asked for us when we came; who is of the same server and did not show is not there
    const domain = domainOf(seat.account);
    this.#tellAbsent(seat, (bare) => domainOf(bare) === domain, at);
  }

  #validMs(key: TargetKey): number {
    const policy = this.deps.targets.find((target) => target.key === key)?.policy;
    return (policy?.pingIntervalMs ?? 0) + (policy?.pingTimeoutMs ?? 0) + SLACK_MS;
  }

  // ---- what is heard -------------------------------------------------------------------------------------------------

  #hear(key: TargetKey, stanza: Element): void {
    const seat = this.#seats.get(key);
    const news = presenceNews(stanza);
    if (seat === undefined || news === null || !this.#people.has(news.bare)) return;
    if ('jid' in news) this.#hearPresence(seat, news);
    else if (seat === this.#lead) this.#hearAnswer(seat, news.bare, news.kind === 'subscribed');
  }

  #hearPresence(seat: WatchSeat, news: Extract<PresenceNews, { jid: string }>): void {
    const what = seat.note(news);
    const { bare, jid, hasResource } = news;
    if (what === null || seat !== this.#lead) return;
    // of who took the grant back, the server tells us next that every client went, which it need not have
    if (this.#requests.isRefused(bare)) return;
    switch (what) {
      case 'came':
        this.#tellPresence(bare, jid, true, this.#settled);
        // a ping to a bare JID would be answered by the server in the person's place
        if (hasResource) this.#pings.add(jid);
        return;
      case 'went':
        this.#tellPresence(bare, jid, false, true);
        this.#pings.remove(jid);
        return;
      case 'absent':
        if (this.#requests.isGranted(bare, Number.POSITIVE_INFINITY)) this.#tellPresence(bare, bare, false, false);
        return;
    }
  }

  #hearAnswer(seat: WatchSeat, bare: string, granted: boolean): void {
    this.#requests.answered(bare, granted);
    if (granted) return;
    for (const jid of seat.clientsOf(bare)) this.#pings.remove(jid);
    this.deps.agents.forget(bare);
  }

  /** Of those whose presence we would have heard, and of whom nothing was told yet. */
  #tellAbsent(seat: WatchSeat, isAbsent: (bare: string) => boolean, before = Number.POSITIVE_INFINITY): void {
    if (seat !== this.#lead) return;
    for (const bare of [...this.#untold]) {
      if (this.#requests.isGranted(bare, before) && isAbsent(bare)) this.#tellPresence(bare, bare, false, false);
    }
  }

  // ---- what is told --------------------------------------------------------------------------------------------------

  #tellPresence(bare: string, jid: string, available: boolean, pushed: boolean): void {
    this.#untold.delete(bare);
    const at = this.deps.time.now();
    const evidence = { kind: 'presence', feed: 'presence', side: 'A', at, available, jid, pushed } as const;
    this.deps.agents.tell(bare, evidence, this.#source('presence', jid));
  }

  /** @param why null: they tell without a gap from then on */
  #tellFeeds(since: EpochMs, why: string | null): void {
    const fresh = why === null;
    if (fresh === this.#fresh) return;
    this.#fresh = fresh;
    const { clusterKey, nodeKey } = this.config;
    for (const feed of feeds) {
      const state = { feed, fresh, since, why };
      const at = this.deps.time.now();
      this.deps.publish({ type: 'feed-changed', at, clusterKey, nodeKey, side: 'A', state });
    }
  }

  #tellAnswer(jid: string, at: EpochMs, answered: boolean): void {
    const evidence = { kind: 'answer', feed: 'ping', side: 'A', at, jid, answered } as const;
    const bare = jid.split('/', 1)[0]?.toLowerCase() ?? jid;
    this.deps.agents.tell(bare, evidence, this.#source('ping', jid));
  }

  #source(feed: EvidenceFeed, reference: string): FactSource {
    const unmeasured = { release: null, serverAt: null, offsetMs: null, offsetErrorMs: null };
    return { feed, nodeKey: this.config.nodeKey, side: 'A', ...unmeasured, reference };
  }
}

function entryOf({ jid, name, teamId, teamName, site }: WatchedPerson): DirectoryEntry {
  const profile = { firstName: null, lastName: name, teamId, teamName, site, extension: null, userType: null };
  return { loginId: jid, profile };
}

function domainOf(bare: string): string {
  return bare.slice(bare.lastIndexOf('@') + 1).toLowerCase();
}
