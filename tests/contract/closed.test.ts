/** Who closed without signing out: neither a fault nor, for what nobody saw, a guess. */
import { describe, expect, test } from 'vitest';
import { type Disconnect, isClosedWithoutSigningOut, placedGroups } from '#contract';
import { lossOf } from '../support/presence-facts';

const T = 1_800_000_000_000;
const MIN = 60_000;
const forced = { at: T, outcome: 'forced-not-ready', side: 'A', state: 'NOT_READY', code: 255 } as const;
const end: Disconnect['end'] = { ...forced, label: null, serverAt: null };
const gone = (more: Partial<Disconnect> = {}): Disconnect => ({
  ...lossOf('d', '1001', '7', T - MIN),
  ...{ end, returned: null, readyAgainAt: null, groupId: null, unseenFrom: null, ...more },
});
const groups = placedGroups([
  { clusterKey: 'cc', id: 'lyon', scope: 'site-or-path' },
  { clusterKey: 'cc', id: 'a', scope: 'server-side' },
  { clusterKey: 'cc', id: 'shift', scope: 'client-side' },
]);
const closed = (d: Disconnect, at: number): boolean => isClosedWithoutSigningOut(d, groups, at);

describe('forced out and not back', () => {
  test('is trouble for ten minutes, and then somebody who went home', () => {
    expect(closed(gone(), T + 10 * MIN - 1)).toBe(false);
    expect(closed(gone(), T + 10 * MIN)).toBe(true);
  });

  test('back in time it was trouble; back the next morning it was not', () => {
    expect(closed(gone({ returned: { at: T + 9 * MIN, side: 'A' } }), T + 60 * MIN)).toBe(false);
    expect(closed(gone({ readyAgainAt: T + 9 * MIN }), T + 60 * MIN)).toBe(false);
    expect(closed(gone({ returned: { at: T + 840 * MIN, side: 'A' } }), T + 900 * MIN)).toBe(true);
  });

  test('with a site or a side that lost its people it stays trouble; many ends with nothing in common are a shift', () => {
    expect(closed(gone({ groupId: 'lyon' }), T + 60 * MIN)).toBe(false);
    expect(closed(gone({ groupId: 'a' }), T + 60 * MIN)).toBe(false);
    expect(closed(gone({ groupId: 'shift' }), T + 60 * MIN)).toBe(true);
  });

  test('while we did not look nobody knows whether they came back', () => {
    expect(closed(gone({ unseenFrom: T + MIN }), T + 60 * MIN)).toBe(false);
    expect(closed(gone({ unseenFrom: T + 20 * MIN }), T + 60 * MIN)).toBe(true);
  });

  test('whoever signed out is none of them', () => {
    expect(closed(gone({ end: { ...forced, label: null, serverAt: null, outcome: 'self' } }), T + 60 * MIN)).toBe(
      false,
    );
    expect(closed(gone({ end: null }), T + 60 * MIN)).toBe(false);
  });
});
