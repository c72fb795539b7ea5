/** What an axis needs to know of a zone: how far it is from UTC, and what its days are called. Pure. */
import type { EpochMs } from '#contract';

const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function format(name: string, zone: string | undefined, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name}@${zone ?? ''}`;
  const known =
    formats.get(key) ??
    new Intl.DateTimeFormat('en-GB', { ...options, ...(zone === undefined ? {} : { timeZone: zone }) });
  formats.set(key, known);
  return known;
}

/** East of UTC, at that moment. `zone` undefined: the viewer's own. */
export function zoneOffsetMs(at: EpochMs, zone: string | undefined): number {
  const parts = format('offset', zone, {
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', hourCycle: 'h23' },
  }).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'));
  return local - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** `Fri 20` */
export function formatDay(at: EpochMs, zone: string | undefined): string {
  return format('day', zone, { weekday: 'short', day: 'numeric' }).format(at);
}

/** `CET`, `UTC` */
export function zoneName(at: EpochMs, zone: string | undefined): string {
  const parts = format('name', zone, { timeZoneName: 'short', hour: 'numeric' }).formatToParts(at);
  return parts.find((p) => p.type === 'timeZoneName')?.value ?? 'local time';
}
