/** What has to go is counted in whole days, so that nothing that is kept is incomplete. */
import { describe, expect, it } from 'vitest';
import { defaultRetention, horizonsOf, keptSince, prunedKinds } from '../../../server/domain/history/retention';
import { DAY_MS } from '../../../server/domain/history/rollup';

const now = 20_000 * DAY_MS + 12_345_678;

describe('horizons', () => {
  it('lie at midnights of UTC, the days of each kind ago', () => {
    const horizons = horizonsOf(defaultRetention, now);
    const daysAgo = Object.fromEntries(Object.entries(horizons).map(([kind, at]) => [kind, 20_000 - at / DAY_MS]));
    expect(daysAgo).toEqual({
      ...{ samples: 30, '1m': 30, '10m': 180, '1h': 1_098, '1d': 1_098, missed: 1_098, events: 1_098 },
      ...{ disconnects: 1_098, groups: 1_098, 'server-minutes': 30, names: 30, pseudonyms: 180 },
      ...{ counts: 30, 'counts-10m': 180, 'counts-1h': 1_098, 'counts-1d': 1_098 },
      ...{ incidents: 1_098, 'incident-events': 1_098, silences: 1_098, windows: 1_098, transcripts: 1_098 },
      ...{ deliveries: 180, 'delivery-events': 180, audit: 365 },
    });
  });

  it('never hide somebody longer than they are kept at all, nor go before time began', () => {
    const odd = horizonsOf({ ...defaultRetention, nameDays: 90, pseudonymDays: 10, dayDays: 1_000_000 }, now);
    expect(odd.pseudonyms).toBe(odd.names);
    expect(odd['1d']).toBe(0);
  });

  it('are believed as they were carried out', () => {
    const kept = keptSince(
      new Map([
        ['samples', 5 * DAY_MS],
        ['names', 9 * DAY_MS],
      ]),
    );
    expect(kept).toEqual({ samples: 5 * DAY_MS, '1m': 0, '10m': 0, '1h': 0, '1d': 0 });
    expect(prunedKinds).toContain('samples');
  });
});
