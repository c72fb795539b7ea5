/** What a review is asked for in an address: a range of time, a zone, how many points. Problems are named by parameter. */
import { z } from 'zod';
import { type EpochMs, targetKey } from '#contract';
import { daysLater, isZone, wallOf } from '../../server/domain/history/calendar';
import { type Problems, type Read, readQuery } from './query';
import { type SeriesPart, seriesPart } from './series-csv';

export interface RangeAsked {
  from: EpochMs;
  to: EpochMs;
  zone: string;
}

const DAY_MS = 86_400_000;
const MAX_RANGE_MS = 4 * 366 * DAY_MS;
const MAX_POINTS = 2_000;
export const USUAL_POINTS = 600;
/** Without `from`. */
const USUAL_MS = 3_600_000;

const rangeNames = ['15m', '1h', '4h', '24h', '7d', '30d', '90d', '1y'] as const;
/** As `range=` names them: milliseconds back from now. */
export const rangeLengths: Readonly<Record<(typeof rangeNames)[number], number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 4 * 3_600_000,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '1y': 365 * DAY_MS,
};

export const zoneName = z
  .string()
  .max(64)
  .refine(isZone, { error: ({ input }) => `"${input}" is not a time zone` })
  .describe(
    'The IANA name of a time zone, of which days and times without an offset are; that of the server without it.',
  );

const NO_MOMENT = 'must be milliseconds since 1970 or an ISO 8601 time';
const momentText = z
  .string()
  .regex(
    /^(?:\d{1,16}|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:?\d{2})?)?)$/,
    NO_MOMENT,
  );
const wholeNumber = (least: number, most: number) => {
  const error = `must be a number from ${least} to ${most}`;
  return z.coerce.number(error).int(error).min(least, error).max(most, error);
};

/**
 * `from` and `to`: epoch ms, ISO 8601 with an offset, or a local time of the zone; or `range`, one of `rangeLengths`. `zone`: an IANA
 * name. Without them: the last hour.
 */
export const rangeQuery = z.object({
  zone: zoneName.optional(),
  range: z
    .enum(rangeNames, `must be one of ${rangeNames.join(', ')}`)
    .optional()
    .describe('So long back from `to`, where there is no `from`.'),
  from: momentText
    .optional()
    .describe('Milliseconds since 1970, ISO 8601 with an offset, or a local time of the zone.'),
  to: momentText.optional().describe('As `from`; now without it.'),
});

export const manyPoints = wholeNumber(1, MAX_POINTS)
  .default(USUAL_POINTS)
  .describe('About how many points the answer has at most.');
export const daysBefore = wholeNumber(0, 366).default(0).describe('The same times of day so many days before.');

export function readRange(query: URLSearchParams, now: EpochMs, usualMs = USUAL_MS): Read<RangeAsked> {
  const read = readQuery(query, rangeQuery);
  return read.status === 'ok' ? rangeOf(read.value, now, usualMs) : read;
}

/** What the parameters together mean. */
export function rangeOf(
  { zone = ownZone(), range, ...asked }: z.infer<typeof rangeQuery>,
  now: EpochMs,
  usualMs = USUAL_MS,
): Read<RangeAsked> {
  const errors: Problems[] = [];
  const moment = (path: 'from' | 'to', fallback: EpochMs): EpochMs => {
    const text = asked[path];
    if (text === undefined) return fallback;
    const at = readMoment(text, zone);
    if (at !== null) return at;
    errors.push({ path, message: NO_MOMENT });
    return fallback;
  };
  const to = moment('to', now);
  const from = moment('from', Math.max(0, to - (range === undefined ? usualMs : rangeLengths[range])));
  if (errors.length === 0 && from >= to) errors.push({ path: 'from', message: 'must be before to' });
  if (errors.length === 0 && to - from > MAX_RANGE_MS)
    errors.push({ path: 'from', message: 'must be less than 4 years before to' });
  return errors.length > 0 ? { status: 'invalid', errors } : { status: 'ok', value: { from, to, zone } };
}

/** The same times of day so many days before. */
export function daysEarlier({ from, to, zone }: RangeAsked, days: number): RangeAsked {
  const then = (at: EpochMs) => (days === 0 ? at : daysLater(zone, at, -days));
  return { zone, from: then(from), to: then(to) };
}

/** `target`, the range, `points`, and `part` for those who want a table of it. */
export const seriesQuery = rangeQuery.extend({
  target: targetKey.describe('`CLUSTER/NODE/TRANSPORT`, as `/api/v1/targets` lists them.'),
  points: manyPoints,
  earlierDays: daysBefore,
  part: seriesPart.default('points').describe('Which table, where it is asked for as CSV.'),
});

export interface SeriesAsked extends RangeAsked {
  key: string;
  points: number;
}

export function readSeriesAsked(query: URLSearchParams, now: EpochMs): Read<SeriesAsked & { part: SeriesPart }> {
  const read = readQuery(query, seriesQuery);
  if (read.status === 'invalid') return read;
  const { target: key, points, earlierDays, part, ...asked } = read.value;
  const range = rangeOf(asked, now);
  if (range.status === 'invalid') return range;
  return { status: 'ok', value: { key, points, part, ...daysEarlier(range.value, earlierDays) } };
}

/** null = no moment. @param zone of times that do not say theirs */
export function readMoment(text: string, zone: string): EpochMs | null {
  if (/^\d{1,16}$/.test(text)) return Number(text) <= 8.64e15 ? Number(text) : null;
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (iso === null) return null;
  const [, date = '', time = '00:00', offset] = iso;
  const at = Date.parse(`${date}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(at) || at < 0) return null;
  return offset === undefined ? ofWall(zone, at) : at;
}

/**
 * Of a time that the zone has twice, the first; of one that it skips, as much later.
 *
 * @param wall what the clocks of the zone show, as if it were UTC
 */
function ofWall(zone: string, wall: EpochMs): EpochMs {
  const offsetAt = (at: EpochMs) => wallOf(zone, at) - at;
  const [before, after] = [wall - offsetAt(wall - DAY_MS), wall - offsetAt(wall + DAY_MS)];
  return Math.max(0, wallOf(zone, before) === wall ? before : wallOf(zone, after) === wall ? after : before);
}

/** Where the dashboard runs. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
