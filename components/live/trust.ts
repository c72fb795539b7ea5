/** How far the page may be believed right now: live, stale (our link is gone) or blind (nobody measures). Pure. */
import { type EpochMs, type ObserverView, type RecordingState, STALE_AFTER_MS } from '#contract';

/** The worker moves its sign of life every second; a stream that goes on without one for so long streams nothing new. */
export const BLIND_AFTER_MS = 10_000;

export type LinkStatus = 'connecting' | 'open' | 'reconnecting';

/** All times are server time. */
export interface LinkView {
  status: LinkStatus;
  /** The last pulse or batch; null before the first. */
  lastSignAt: EpochMs | null;
  /** The last pulse, by the server's own clock; null before the first. */
  pulsedAt: EpochMs | null;
  /** The recorder's last commit, as that pulse said. */
  recordedAt: EpochMs | null;
  /** How long the newest fact took from its happening to this page. */
  lagMs: number | null;
  /** Whether the database takes what is measured, as that pulse said. */
  recording: RecordingState;
  /** The last batch that came although its facts are not recorded. */
  aheadAt: EpochMs | null;
}

export const unlinked: LinkView = {
  ...{ status: 'connecting', lastSignAt: null, pulsedAt: null, recordedAt: null, lagMs: null },
  ...{ recording: { state: 'ok' }, aheadAt: null },
};

export type Trust = { kind: 'live' } | { kind: 'stale'; since: EpochMs } | { kind: 'blind'; since: EpochMs };

/** @param page what the page was loaded with */
export function trustOf(link: LinkView, page: { at: EpochMs; observer: ObserverView | null }, now: EpochMs): Trust {
  const sign = link.lastSignAt;
  if (sign === null) {
    const alive = page.observer?.aliveAt ?? page.at;
    if (page.at - alive > STALE_AFTER_MS) return { kind: 'blind', since: alive };
    return now - page.at > STALE_AFTER_MS ? { kind: 'stale', since: page.at } : { kind: 'live' };
  }
  if (now - sign > STALE_AFTER_MS) return { kind: 'stale', since: sign };
  const { pulsedAt, recordedAt, recording, aheadAt } = link;
  // Measured and streamed, only not recorded.
  if (recording.state === 'refused' && aheadAt !== null && now - aheadAt <= BLIND_AFTER_MS) return { kind: 'live' };
  // Both by the server's clock: one in the browser that is set meanwhile blinds nobody.
  const blind = pulsedAt !== null && recordedAt !== null && pulsedAt - recordedAt > BLIND_AFTER_MS;
  return blind ? { kind: 'blind', since: recordedAt } : { kind: 'live' };
}
