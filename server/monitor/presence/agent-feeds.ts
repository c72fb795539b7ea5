/** How fresh each feed of each side is, as those who hear of agents say, and when it lapses by itself. */
import { type EpochMs, type EvidenceFeed, type FinesseSide, finesseSides } from '#contract';
import type { Feeds, FreshSpan, SideFeeds } from '../../domain/presence/evidence';

export interface AgentFeeds {
  readonly now: Feeds;
  begin(side: FinesseSide, feed: EvidenceFeed, since: EpochMs, until: EpochMs): void;
  /** @returns whether it counts again after a lapse */
  prove(side: FinesseSide, feed: EvidenceFeed, until: EpochMs, at: EpochMs): boolean;
  /** @returns whether it told until now */
  end(side: FinesseSide, feed: EvidenceFeed, at: EpochMs): boolean;
  /** @returns whether that is news */
  deaf(side: FinesseSide, isDeaf: boolean, at: EpochMs): boolean;
  /** Every feed ended then; each begins anew. */
  endAll(at: EpochMs): void;
  /** Before the next of these times, and at none of them, a feed turns stale by itself. */
  nextLapse(at: EpochMs): EpochMs | null;
}

/** Times of deafness are asked about for as long as evidence is kept. */
const DEAF_KEPT_MS = 1_800_000;

interface KeptSpan extends FreshSpan {
  /** It was said to tell no more: only a new beginning helps. */
  ended: boolean;
}

interface KeptSide extends SideFeeds {
  feeds: Partial<Record<EvidenceFeed, KeptSpan>>;
  deaf: { from: EpochMs; to: EpochMs | null }[];
}

export function createAgentFeeds(): AgentFeeds {
  const kept: Record<FinesseSide, KeptSide> = { A: { feeds: {}, deaf: [] }, B: { feeds: {}, deaf: [] } };
  const spans = (): KeptSpan[] => finesseSides.flatMap((side) => Object.values(kept[side].feeds));

  function finish(span: KeptSpan, at: EpochMs): void {
    // from that moment on it tells nothing
    span.until = Math.min(span.until, at - 1);
    span.ended = true;
  }

  return {
    now: kept,
    begin(side, feed, since, until) {
      kept[side].feeds[feed] = { since, until, ended: false };
    },
    prove(side, feed, until, at) {
      const span = kept[side].feeds[feed];
      if (span === undefined || span.ended) return false;
      const lapsed = span.until < at;
      span.until = Math.max(span.until, until);
      return lapsed && span.until >= at;
    },
    end(side, feed, at) {
      const span = kept[side].feeds[feed];
      if (span === undefined || span.ended) return false;
      finish(span, at);
      return true;
    },
    deaf(side, isDeaf, at) {
      const times = kept[side].deaf;
      const last = times.at(-1);
      const open = last !== undefined && last.to === null ? last : null;
      if (isDeaf === (open !== null)) return false;
      if (open !== null) open.to = Math.max(open.from, at);
      else times.push({ from: at, to: null });
      kept[side].deaf = times.filter((t) => t.to === null || t.to > at - DEAF_KEPT_MS);
      return true;
    },
    endAll(at) {
      for (const span of spans()) finish(span, at);
    },
    nextLapse(at) {
      const ahead = spans().filter((s) => !s.ended && s.until >= at);
      return ahead.length === 0 ? null : Math.min(...ahead.map((s) => s.until + 1));
    },
  };
}
