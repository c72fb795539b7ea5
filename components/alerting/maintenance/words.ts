/** Windows of maintenance in words, and what the form of a new one says. Pure. */
import type { EpochMs, PlannedWindow } from '#contract';
import { formatMinute } from '../../format/clock';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `everything`, `all of cc`, `cc, server finesse-b`. */
export function placeWords({ clusterKey, nodeKey }: Pick<PlannedWindow, 'clusterKey' | 'nodeKey'>): string {
  if (clusterKey === null) return nodeKey === null ? 'everything' : `server ${nodeKey}`;
  return nodeKey === null ? `all of ${clusterKey}` : `${clusterKey}, server ${nodeKey}`;
}

const dayNames: ReadonlyMap<string, string> = new Map([
  ...([
    ['mon', 'Monday'],
    ['tue', 'Tuesday'],
    ['wed', 'Wednesday'],
    ['thu', 'Thursday'],
  ] as const),
  ...([
    ['fri', 'Friday'],
    ['sat', 'Saturday'],
    ['sun', 'Sunday'],
  ] as const),
]);
export const weekdayChoices = [...dayNames];

/** What the form makes of days and a time; the same is read back into words. */
export function weeklyCron(on: readonly string[], time: string): string {
  const [h = 0, m = 0] = time.split(':').map(Number);
  return `${m} ${h} * * ${on.length === 0 || on.length === 7 ? '*' : on.join(',')}`;
}

/** `every Sunday at 22:00`, or the pattern itself where it says more than that. */
export function cronWords(cron: string): string {
  const found = /^(\d{1,2}) (\d{1,2}) \* \* (\*|[a-z,]+)$/.exec(cron.trim().toLowerCase());
  const names = found?.[3]?.split(',').map((d) => (d === '*' ? 'day' : dayNames.get(d))) ?? [];
  if (found === null || names.some((n) => n === undefined)) return `pattern ${cron}`;
  return `every ${names.join(', ')} at ${found[2]?.padStart(2, '0')}:${found[1]?.padStart(2, '0')}`;
}

/** `45 min`, `2 h`, `2 h 30 min`. */
export function lastsWords(ms: number): string {
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.round((ms % HOUR_MS) / MINUTE_MS)];
  return [...(hours > 0 ? [`${hours} h`] : []), ...(minutes > 0 || hours === 0 ? [`${minutes} min`] : [])].join(' ');
}

/** `22:00 to 02:00 the next day`, in the zone. */
export function spanWords(from: EpochMs, to: EpochMs, zone: string | undefined): string {
  const days = dayNumber(to, zone) - dayNumber(from, zone);
  const later = days === 0 ? '' : days === 1 ? ' the next day' : ` ${days} days later`;
  return `${formatMinute(from, zone)} to ${formatMinute(to, zone)}${later}`;
}

/** Days since 1970 as the zone's clocks count them. */
export function dayNumber(at: EpochMs, zone: string | undefined): number {
  const parts = dayFormat(zone).formatToParts(at);
  const of = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day')) / (24 * HOUR_MS);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function dayFormat(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? '';
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...({ year: 'numeric', month: 'numeric', day: 'numeric' } as const),
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  formats.set(key, made);
  return made;
}

/** `Friday, 27 November` of a day's number. */
export function dayWords(day: number): string {
  return new Date(day * 24 * HOUR_MS).toLocaleDateString('en-GB', {
    ...{ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' },
  });
}

export interface DaySpans<T> {
  day: number;
  spans: T[];
}

/** By the day on which each begins, in order. */
export function byDay<T extends { from: EpochMs }>(spans: readonly T[], zone: string | undefined): DaySpans<T>[] {
  const found: DaySpans<T>[] = [];
  for (const span of spans) {
    const day = dayNumber(span.from, zone);
    const last = found.at(-1);
    if (last?.day === day) last.spans.push(span);
    else found.push({ day, spans: [span] });
  }
  return found;
}
