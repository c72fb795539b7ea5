/** Keeps the subscriptions of the session that subscribes: made when it comes, looked at every ten minutes, and taken along when it leaves. */
import type { FeedGrants } from '#contract';
import { readFeedName, userFeed } from '../../finesse/feeds/names';
import {
  createFeedSubscriber,
  type FeedReport,
  type FeedSubscriber,
  type FeedWishes,
} from '../../finesse/feeds/subscriber';
import { createAlarm, type Time } from '../../time/time';
import type { Session } from '../../xmpp/port';
import type { Team } from './people';

export interface FeedKeeper {
  attach(session: Session, jid: string, pubsubDomain: string): void;
  detach(): void;
  wish(teams: readonly Team[]): void;
  leave(): Promise<void>;
  /** By team, as Finesse has the id; null: not told yet. */
  report(): FeedReport | null;
}

export interface FeedKeeperDeps {
  time: Time;
  /** Subscriptions are made: after coming, or because there were other wishes. @param anew the session is new, and what came before it is lost */
  reported(report: FeedReport, grants: FeedGrants, anew: boolean): void;
}

const CHECK_MS = 600_000;

export function createFeedKeeper({ time, reported }: FeedKeeperDeps): FeedKeeper {
  let wishes: FeedWishes = { systemInfo: true, teams: [] };
  const subscriber: FeedSubscriber = createFeedSubscriber(wishes, { time });
  const alarm = createAlarm(time, () => void settled(subscriber.check(), false));
  let last: FeedReport | null = null;
  let isNew = false;

  async function settled(work: Promise<FeedReport | null>, anew: boolean): Promise<void> {
    if (anew) isNew = true;
    const report = await work;
    if (report === null) return;
    last = report;
    alarm.set(time.now() + CHECK_MS);
    const first = isNew;
    isNew = false;
    reported(report, grantsOf(report, time.now()), first);
  }

  return {
    attach: (session, jid, pubsubDomain) => void settled(subscriber.attach(session, jid, pubsubDomain), true),
    detach() {
      alarm.set(null);
      subscriber.detach();
      last = null;
    },
    wish(teams) {
      const wanted = { systemInfo: true, teams: teams.map(({ rawId, members }) => ({ id: rawId, members })) };
      if (JSON.stringify(wanted) === JSON.stringify(wishes)) return;
      wishes = wanted;
      void settled(subscriber.wish(wishes), false);
    },
    leave() {
      alarm.set(null);
      return subscriber.leave();
    },
    report: () => last,
  };
}

export function grantsOf(report: FeedReport, at: number): FeedGrants {
  const statuses = [...report.feeds];
  const covers = [...report.teams.values()];
  const count = (cover: (typeof covers)[number]): number => covers.filter((one) => one === cover).length;
  return {
    at,
    granted: statuses.filter(([, status]) => status.kind === 'granted').length,
    refused: refusedOf(report),
    teams: {
      ...{ teamFeed: count('team-feed'), userFeeds: count('user-feeds') },
      ...{ someUserFeeds: count('some-user-feeds'), none: count('none') },
    },
    stale: report.stale,
    listed: report.listed,
  };
}

/** Everybody who sees the service is told of it: feeds of agents stand together under one name that names nobody. */
function refusedOf({ feeds }: FeedReport): FeedGrants['refused'] {
  const told = new Map<string, FeedGrants['refused'][number]>();
  for (const [name, status] of feeds) {
    if (status.kind !== 'refused') continue;
    const feed = readFeedName(name).kind === 'user' ? userFeed('*') : name;
    told.set(`${feed} ${status.condition}`, { feed, condition: status.condition });
  }
  return [...told.values()];
}

/** XEP-0060 §6.1.3: our account may not; the service works. */
const RIGHTS = new Set(['forbidden', 'not-authorized', 'not-allowed', 'pending', 'registration-required']);

/** Whether feeds can be had at all; null: we may have none, which says nothing of the server. */
export function subscribed({ feeds }: FeedReport): 'good' | 'bad' | null {
  const all = [...feeds.values()];
  if (all.some((status) => status.kind === 'granted')) return 'good';
  return all.some((status) => status.kind === 'refused' && !RIGHTS.has(status.condition)) ? 'bad' : null;
}
