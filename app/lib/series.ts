/** One target over a range, as its charts need it: all parts of the same moment of asking. */
import { type HistoryPoint, markedTypes, type Scope, type TargetSeries } from '#contract';
import { tallyOf } from '../../server/domain/history/availability';
import { quantileOf, type Summary } from '../../server/domain/history/rollup';
import type { SeriesPoint } from '../../server/domain/history/series';
import { columnsOf } from '../../server/domain/review/connects';
import { marksOf } from '../../server/domain/review/marks';
import { thinnedSpans } from '../../server/domain/review/thin';
import { loadMaintained } from './maintained';
import { loadNotes } from './marks';
import type { SeriesAsked } from './range-query';
import { store } from './store';
import { wallTime } from './time';

/** A target that does nothing but fail still has no more than this read of its facts. */
const FACTS_READ = 20_000;
/** What can be told apart on the width of a screen. */
const MARKS_SHOWN = 150;
const CONNECTS_SHOWN = 120;

/**
 * @param scope whose notes of incidents those may see who ask
 * @returns null = no such target
 */
export async function loadSeries(
  { key, from, to, zone, points }: SeriesAsked,
  scope: Scope,
): Promise<TargetSeries | null> {
  const reads = await store();
  const now = wallTime();
  const range = { from, to };
  const [clusterKey = '', nodeKey = ''] = key.split('/');
  const place = { clusterKey, nodeKey };
  const until = { from, to: Math.min(to, Math.max(from, now)) };
  const maintained = loadMaintained(until);
  const [series, wholes, statuses, facts, configured, starts, notes] = await Promise.all([
    reads.seriesBetween({ key, from, to, points, zone }),
    reads.summariesOf(key, [range]),
    maintained.then((of) => reads.statusesBetween([key], until, now, new Map([[key, of(place)]]))),
    reads.factsBetween(
      [key],
      markedTypes.filter((type) => type !== 'observer-started'),
      range,
      FACTS_READ,
    ),
    reads.configuredBefore(key, from),
    reads.observerFactsBetween(['observer-started'], range, FACTS_READ),
    loadNotes({ ...place, target: key }, range, now, scope),
  ]);
  if (series === null) return null;
  const spans = statuses.get(key) ?? [];
  const connects = facts.flatMap((e) => (e.type === 'connect-finished' ? [e] : []));
  return {
    target: key,
    ...range,
    zone,
    source: series.source,
    stepMs: series.stepMs,
    points: series.points.map(inMs),
    whole: wholeOf(wholes?.[0], range),
    statuses: thinnedSpans(spans, range, Math.max(200, points)),
    tally: tallyOf(spans),
    marks: marksOf([...configured, ...facts, ...starts], range, MARKS_SHOWN),
    notes,
    connects: columnsOf(connects, range, CONNECTS_SHOWN),
  };
}

const ms = (us: number | null): number | null => (us === null ? null : Math.round(us) / 1_000);

function inMs({ from, to, count, misses, minUs, maxUs, meanUs, p50Us, p95Us }: SeriesPoint): HistoryPoint {
  return {
    from,
    to,
    count,
    misses,
    minMs: ms(minUs),
    maxMs: ms(maxUs),
    meanMs: ms(meanUs),
    p50Ms: ms(p50Us),
    p95Ms: ms(p95Us),
  };
}

function wholeOf(summary: Summary | undefined, { from, to }: { from: number; to: number }): HistoryPoint {
  if (summary === undefined)
    return { from, to, count: 0, misses: 0, minMs: null, maxMs: null, meanMs: null, p50Ms: null, p95Ms: null };
  const answered = summary.count - summary.misses;
  return {
    ...{ from, to, count: summary.count, misses: summary.misses, minMs: ms(summary.minUs), maxMs: ms(summary.maxUs) },
    meanMs: answered === 0 ? null : ms(summary.sumUs / answered),
    p50Ms: ms(quantileOf(summary, 0.5)),
    p95Ms: ms(quantileOf(summary, 0.95)),
  };
}
