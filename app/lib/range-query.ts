/** What a review is asked for in an address: a range of time, a zone, how many points. Problems are named by parameter. */
import { type EpochMs, targetKey } from '#contract';
import { daysLater, isZone, wallOf } from '../../server/domain/history/calendar';

export interface Problems {
  path: string;
  message: string;
}

export type Read<T> = { status: 'ok'; value: T } | { status: 'invalid'; errors: Problems[] };

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

/** As `range=` names them: milliseconds back from now. */
export const rangeLengths: Readonly<Record<string, number>> = {
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 4 * 3_600_000,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
  '1y': 365 * DAY_MS,
};

/**
 * `from` and `to`: epoch ms, ISO 8601 with an offset, or a local time of the zone; or `range`, one of `rangeLengths`. `zone`: an IANA
 * name. Without them: the last hour.
 */
export function readRange(query: URLSearchParams, now: EpochMs, usualMs = USUAL_MS): Read<RangeAsked> {
  const errors: Problems[] = [];
  const asked = query.get('zone') ?? '';
  const zone = asked === '' ? ownZone() : asked;
  if (!isZone(zone)) return { status: 'invalid', errors: [{ path: 'zone', message: `"${zone}" is not a time zone` }] };
  const range = query.get('range');
  const length = range === null || range === '' ? usualMs : rangeLengths[range];
  if (length === undefined)
    errors.push({ path: 'range', message: `must be one of ${Object.keys(rangeLengths).join(', ')}` });
  const moment = (path: 'from' | 'to', fallback: EpochMs): EpochMs => {
    const text = query.get(path);
    if (text === null || text === '') return fallback;
    const at = readMoment(text, zone);
    if (at !== null) return at;
    errors.push({ path, message: 'must be milliseconds since 1970 or an ISO 8601 time' });
    return fallback;
  };
  const to = moment('to', now);
  const from = moment('from', Math.max(0, to - (length ?? usualMs)));
  if (errors.length === 0 && from >= to) errors.push({ path: 'from', message: 'must be before to' });
  if (errors.length === 0 && to - from > MAX_RANGE_MS)
    errors.push({ path: 'from', message: 'must be less than 4 years before to' });
  return errors.length > 0 ? { status: 'invalid', errors } : { status: 'ok', value: { from, to, zone } };
}

export interface SeriesAsked extends RangeAsked {
  key: string;
  points: number;
}

/** `target`, the range, `points`, and `earlierDays`: the same times of day so many days before. */
export function readSeriesAsked(query: URLSearchParams, now: EpochMs): Read<SeriesAsked> {
  const range = readRange(query, now);
  const errors = range.status === 'invalid' ? [...range.errors] : [];
  const key = targetKey.safeParse(query.get('target') ?? '');
  if (!key.success) errors.push({ path: 'target', message: 'must be CLUSTER/NODE/TRANSPORT' });
  const points = readCount(query.get('points'), USUAL_POINTS, 1, MAX_POINTS);
  if (points === null) errors.push({ path: 'points', message: `must be a number from 1 to ${MAX_POINTS}` });
  const earlier = readCount(query.get('earlierDays'), 0, 0, 366);
  if (earlier === null) errors.push({ path: 'earlierDays', message: 'must be a number from 0 to 366' });
  if (range.status === 'invalid' || !key.success || points === null || earlier === null)
    return { status: 'invalid', errors };
  const { from, to, zone } = range.value;
  const then = (at: EpochMs) => (earlier === 0 ? at : daysLater(zone, at, -earlier));
  return { status: 'ok', value: { key: key.data, points, zone, from: then(from), to: then(to) } };
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

function readCount(text: string | null, usual: number, least: number, most: number): number | null {
  if (text === null || text === '') return usual;
  if (!/^\d{1,6}$/.test(text)) return null;
  const n = Number(text);
  return n >= least && n <= most ? n : null;
}

/** Where the dashboard runs. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
