/** Which series a view needs, asked for alike by the page when it is rendered and by the browser when it moves. Pure. */
import type { TargetKey, TargetSeries } from '#contract';
import type { SeriesAsked } from '../live/api';
import type { Given } from './loader';
import type { Span } from './view';

/** As `?compare=` names it: the same target, seven days before. */
export const WEEK = 'last-week';
const POINTS = 600;
const DAY_MS = 86_400_000;

/** @param compared a target, `WEEK`, or null: nothing */
export function wantedOf(key: TargetKey, { from, to }: Span, zone: string, compared: string | null): SeriesAsked[] {
  const own = { target: key, from, to, points: POINTS, zone, earlierDays: 0 };
  if (compared === null) return [own];
  return [own, compared === WEEK ? { ...own, earlierDays: 7 } : { ...own, target: compared }];
}

/** What came with the page for the server's zone, for that of the viewer where the zone makes no difference. */
export function givenIn(
  zone: string,
  given: readonly Given<SeriesAsked, TargetSeries>[],
): Given<SeriesAsked, TargetSeries>[] {
  return given.map(({ asked, series }) => {
    const byDays = asked.earlierDays > 0 || (series.stepMs ?? 0) >= DAY_MS;
    return { asked: byDays ? asked : { ...asked, zone }, series };
  });
}
