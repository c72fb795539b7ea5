/** The queries behind each chart, timed for the benchmark of history: the same calls that the pages make. */
import { markedTypes } from '#contract';
import { DAY_MS } from '../../server/domain/history/rollup';
import type { Span } from '../../server/domain/history/timeline';
import { columnsOf } from '../../server/domain/review/connects';
import { marksOf } from '../../server/domain/review/marks';
import type { openReadStore } from '../../server/store/read-store';
import { CLUSTER, TEAMS } from './history-facts';
import { keyOf, type Year } from './history-material';

type Reads = Awaited<ReturnType<typeof openReadStore>>;
type Query = (reads: Reads, keys: readonly string[], range: Span) => Promise<unknown>;

const ZONE = 'Europe/Berlin';
const POINTS = 600;
const FACTS_READ = 20_000;
const first = (keys: readonly string[]) => keys[0] ?? '';

const series: Query = (reads, keys, range) =>
  reads.seriesBetween({ key: first(keys), ...range, points: POINTS, zone: ZONE });
const whole: Query = (reads, keys, range) => reads.summariesOf(first(keys), [range]);
const statuses: Query = (reads, keys, range) => reads.statusesBetween([first(keys)], range, range.to);
const cluster: Query = (reads, keys, range) => reads.statusesBetween(keys, range, range.to);
const marks: Query = async (reads, keys, range) => {
  const [facts, configured, starts] = await Promise.all([
    reads.factsBetween(
      [first(keys)],
      markedTypes.filter((type) => type !== 'observer-started'),
      range,
      FACTS_READ,
    ),
    reads.configuredBefore(first(keys), range.from),
    reads.observerFactsBetween(['observer-started'], range, FACTS_READ),
  ]);
  const connects = facts.flatMap((e) => (e.type === 'connect-finished' ? [e] : []));
  return [marksOf([...configured, ...facts, ...starts], range, 150), columnsOf(connects, range, 120)];
};
const counts =
  (teams: readonly string[] | null): Query =>
  (reads, _keys, range) =>
    reads.countsBetween({ clusterKey: CLUSTER, teams, ...range, points: POINTS, zone: ZONE });
const page: Query = (reads, keys, range) =>
  Promise.all([series, whole, statuses, marks].map((query) => query(reads, keys, range)));

/** By the chart that draws it. */
export const queries: readonly (readonly [chart: string, query: Query])[] = [
  ['RTT, spread, loss of a target', series],
  ['the same range as one number', whole],
  ['availability of a target', statuses],
  ['availability of a cluster of 6 targets', cluster],
  ['marks, and connects by phase', marks],
  ["agents' counts, a cluster of 500", counts(null)],
  ["agents' counts, 3 of its 8 teams", counts(TEAMS.slice(0, 3))],
  ["all of a target's charts at once", page],
];

export const ranges = [
  ['1 hour', 3_600_000],
  ['1 day', DAY_MS],
  ['30 days', 30 * DAY_MS],
  ['1 year', 365 * DAY_MS],
] as const;

/** What somebody might look at: some cluster, and an end that is not always the present; of a day and less where every ping is kept. */
export function anyView(year: Year, length: number, random: () => number): { keys: string[]; range: Span } {
  const slack = Math.max(0, Math.min(25, year.days - length / DAY_MS)) * DAY_MS;
  const to = year.end - Math.floor(random() * slack);
  const from = Math.floor((random() * year.atFullRate) / 6) * 6;
  const turn = Math.floor(random() * 6);
  const keys = Array.from({ length: 6 }, (_, i) => keyOf(from + ((i + turn) % 6) + 1));
  return { keys, range: { from: to - length, to } };
}
