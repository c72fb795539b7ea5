/** The series that a target's page opens with, so that its charts need not be asked for first. */
import { type Scope, targetKey } from '#contract';
import { spanOf, viewOf } from '../../components/history/view';
import { WEEK, wantedOf } from '../../components/history/wanted';
import type { FirstSeries } from '../../components/target/target-history';
import { daysLater } from '../../server/domain/history/calendar';
import { ownZone, type SeriesAsked } from './range-query';
import { loadSeries } from './series';
import { wallTime } from './time';

/** @param path the segments of the key. Of what is no target, nothing. */
export async function loadFirstSeries(
  path: readonly string[],
  query: URLSearchParams,
  scope: Scope,
): Promise<FirstSeries> {
  const at = wallTime();
  const key = targetKey.safeParse(path.join('/'));
  if (!key.success) return { at, given: [] };
  const compare = query.get('compare');
  const compared = compare === WEEK ? WEEK : (targetKey.safeParse(compare).data ?? null);
  const wanted = wantedOf(key.data, spanOf(viewOf(query), at), ownZone(), compared);
  const given = await Promise.all(
    wanted.map(async (asked) => {
      const { target, from, to, zone, points, earlierDays } = { ...asked, zone: ownZone() };
      const then = (time: number) => (earlierDays === 0 ? time : daysLater(zone, time, -earlierDays));
      const question: SeriesAsked = { key: target, from: then(from), to: then(to), zone, points };
      const series = await loadSeries(question, scope);
      return series === null ? [] : [{ asked, series }];
    }),
  );
  // Half of a comparison is asked for again with the other half.
  return { at, given: given.every((g) => g.length > 0) ? given.flat() : [] };
}
