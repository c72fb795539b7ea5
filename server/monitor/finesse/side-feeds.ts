/** How far each feed of one side can be believed: told to who judges agents, and shown with the reason when it cannot. */
import type { EpochMs, EvidenceFeed, FeedState, FinesseSide } from '#contract';
import { createAlarm, type Time } from '../../time/time';
import type { AgentWatch } from '../presence/port';
import type { SayOfServer } from './port';

interface Span {
  since: EpochMs;
  until: EpochMs;
}

export interface SideFeeds {
  /** It tells everything from `since` on, as far as is known until `until`. */
  begin(feed: EvidenceFeed, since: EpochMs, until: EpochMs): void;
  /** Nothing is missing; of a feed that does not tell it is ignored. */
  prove(feed: EvidenceFeed, until: EpochMs): void;
  /** It no longer tells, or never did. @param why for people */
  end(feed: EvidenceFeed, at: EpochMs, why: string): void;
  tells(feed: EvidenceFeed): boolean;
  stop(): void;
}

export interface SideFeedsDeps {
  side: FinesseSide;
  time: Time;
  watch: Pick<AgentWatch, 'fresh' | 'proven' | 'stale'>;
  say: SayOfServer;
  /** As the database has them. */
  known: readonly FeedState[];
}

export function createSideFeeds({ side, time, watch, say, known }: SideFeedsDeps): SideFeeds {
  const spans = new Map<EvidenceFeed, Span>();
  const shown = new Map<EvidenceFeed, FeedState>(known.map((state) => [state.feed, state]));
  const alarm = createAlarm(time, look);
  // what a former run heard says nothing of now
  for (const { feed, fresh } of known) if (fresh) show({ feed, fresh: false, since: time.now(), why: 'not heard yet' });

  function show(state: FeedState): void {
    const before = shown.get(state.feed);
    if (before?.fresh === state.fresh && before.why === state.why && (!state.fresh || before.since === state.since))
      return;
    shown.set(state.feed, state);
    say({ type: 'feed-changed', state });
  }

  /** What was not proven in time is shown as such; the next proof brings it back. */
  function look(): void {
    const at = time.now();
    for (const [feed, { since, until }] of spans) {
      if (until >= at) show({ feed, fresh: true, since, why: null });
      else show({ feed, fresh: false, since: until, why: 'no sign that nothing is missing' });
    }
    const ahead = [...spans.values()].map((s) => s.until + 1).filter((t) => t > at);
    alarm.set(ahead.length === 0 ? null : Math.min(...ahead));
  }

  return {
    begin(feed, since, until) {
      spans.set(feed, { since, until });
      watch.fresh(side, feed, since, until);
      look();
    },
    prove(feed, until) {
      const span = spans.get(feed);
      if (span === undefined || until <= span.until) return;
      span.until = until;
      watch.proven(side, feed, until);
      look();
    },
    end(feed, at, why) {
      if (spans.delete(feed)) watch.stale(side, feed, at);
      show({ feed, fresh: false, since: at, why });
      look();
    },
    tells: (feed) => spans.has(feed),
    stop: () => alarm.set(null),
  };
}
