/** Points in time as people read them, in a zone that the caller names (an IANA name, or undefined for the viewer's own). */
import type { EpochMs } from '#contract';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string | undefined, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name}@${zone ?? ''}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  // en-GB with h23: the same digits on the server and in every browser.
  const made = new Intl.DateTimeFormat('en-GB', {
    ...options,
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  formats.set(key, made);
  return made;
}

/** `09:14:05` */
export function formatTime(at: EpochMs, zone?: string): string {
  return format(zone, 'time', { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);
}

/** `09:14`, for axes. */
export function formatMinute(at: EpochMs, zone?: string): string {
  return format(zone, 'minute', { hour: '2-digit', minute: '2-digit' }).format(at);
}

/** `3 November 2026` */
export function formatDate(at: EpochMs, zone?: string): string {
  return format(zone, 'date', { day: 'numeric', month: 'long', year: 'numeric' }).format(at);
}

/** `09:14:05`, with the day before it when that is not the day of `now`: `19 Nov 09:14:05`, `19 Nov 2025 09:14:05`. */
export function formatMoment(at: EpochMs, now: EpochMs, zone?: string): string {
  const year = format(zone, 'year', { year: 'numeric' });
  const isThisYear = year.format(at) === year.format(now);
  const day = format(zone, 'day', { day: 'numeric', month: 'short' }).format(at);
  const time = formatTime(at, zone);
  if (!isThisYear) return `${day} ${year.format(at)} ${time}`;
  return day === format(zone, 'day', { day: 'numeric', month: 'short' }).format(now) ? time : `${day} ${time}`;
}

/** For tooltips and tables: `20 Nov 2026, 09:14:05 UTC`. */
export function formatFull(at: EpochMs, zone?: string): string {
  return format(zone, 'full', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  }).format(at);
}

/** Midnight before `at`, as the clocks of the zone show it. */
export function startOfDay(at: EpochMs, zone?: string): EpochMs {
  const [h = 0, m = 0, s = 0] = formatTime(at, zone).split(':').map(Number);
  return Math.floor(at / 1000) * 1000 - (h * 3600 + m * 60 + s) * 1000;
}
