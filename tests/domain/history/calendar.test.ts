/** Days and months of real zones, the awkward ones included. */
import { describe, expect, it } from 'vitest';
import { dateOf, dayStart, daysLater, daysOf, isZone, monthOf, wallOf } from '../../../server/domain/history/calendar';

const utc = (text: string) => Date.parse(`${text}Z`);
const hours = (span: { from: number; to: number }) => (span.to - span.from) / 3_600_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);

describe('a day', () => {
  it('has 23, 24 or 25 hours in Berlin', () => {
    const week = daysOf('Europe/Berlin', utc('2026-03-27T12:00'), utc('2026-03-30T12:00'));
    expect(week.map((d) => [d.day, hours(d)])).toEqual([
      [27, 24],
      [28, 24],
      [29, 23],
      [30, 24],
    ]);
    expect(
      hours(daysOf('Europe/Berlin', utc('2026-10-25T12:00'), utc('2026-10-25T12:01'))[0] ?? { from: 0, to: 0 }),
    ).toBe(25);
  });

  it('has 23.5 hours where the clock goes on by half an hour', () => {
    expect(hours(monthOf('Australia/Lord_Howe', 2026, 10))).toBe(31 * 24 - 0.5);
  });

  it('begins when the date begins, also where midnight does not happen', () => {
    // Cairo goes from 23:59:59 to 01:00:00 on the last Friday of April.
    const start = dayStart('Africa/Cairo', { year: 2026, month: 4, day: 24 });
    expect(new Date(wallOf('Africa/Cairo', start)).toISOString().slice(11, 16)).toBe('01:00');
    expect(dateOf('Africa/Cairo', start - 1).day).toBe(23);
    const [day] = daysOf('Africa/Cairo', start, start + 1);
    expect(day === undefined ? null : hours(day)).toBe(23);
  });

  it('begins with the first of two midnights', () => {
    // Havana goes from 00:59:59 back to 00:00:00.
    const start = dayStart('America/Havana', { year: 2026, month: 11, day: 1 });
    expect(iso(start)).toBe('2026-11-01T04:00');
    expect(hours(daysOf('America/Havana', start, start + 1)[0] ?? { from: 0, to: 0 })).toBe(25);
  });

  it('is left out where an island skipped it', () => {
    const days = daysOf('Pacific/Apia', utc('2011-12-29T12:00'), utc('2012-01-01T12:00'));
    expect(days.map((d) => d.day)).toEqual([29, 31, 1, 2]);
  });

  it('lies where a quarter of an hour puts it', () => {
    expect(iso(dayStart('Asia/Kathmandu', { year: 2026, month: 5, day: 1 }))).toBe('2026-04-30T18:15');
    expect(iso(dayStart('Asia/Kolkata', { year: 2026, month: 5, day: 1 }))).toBe('2026-04-30T18:30');
  });
});

describe('days of a whole year', () => {
  it.each([
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Chatham',
    'America/Santiago',
    'Asia/Beirut',
  ])('tile it in %s', (zone) => {
    const year = {
      from: dayStart(zone, { year: 2026, month: 1, day: 1 }),
      to: dayStart(zone, { year: 2027, month: 1, day: 1 }),
    };
    const days = daysOf(zone, year.from, year.to);
    expect(days).toHaveLength(365);
    expect(days[0]?.from).toBe(year.from);
    expect(days.at(-1)?.to).toBe(year.to);
    for (const [i, day] of days.entries()) {
      expect(day.from).toBe(days[i - 1]?.to ?? year.from);
      expect(dateOf(zone, day.from)).toEqual({ year: day.year, month: day.month, day: day.day });
    }
  });
});

describe('a month', () => {
  it('is the sum of its days, with the hour of DST in it or not', () => {
    expect(hours(monthOf('Europe/Berlin', 2026, 3))).toBe(31 * 24 - 1);
    expect(hours(monthOf('Europe/Berlin', 2026, 10))).toBe(31 * 24 + 1);
    expect(hours(monthOf('Europe/Berlin', 2026, 12))).toBe(31 * 24);
    expect(hours(monthOf('UTC', 2028, 2))).toBe(29 * 24);
    expect(monthOf('Europe/Berlin', 2026, 12).to).toBe(monthOf('Europe/Berlin', 2027, 1).from);
  });
});

describe('the same time a week before', () => {
  it('is 167 or 169 hours away across a change', () => {
    const monday = utc('2026-03-30T08:00');
    expect((monday - daysLater('Europe/Berlin', monday, -7)) / 3_600_000).toBe(167);
    const november = utc('2026-10-26T08:00');
    expect((november - daysLater('Europe/Berlin', november, -7)) / 3_600_000).toBe(169);
  });

  it('is later where that time was skipped', () => {
    const at = utc('2026-04-05T00:30');
    expect(new Date(wallOf('Europe/Berlin', daysLater('Europe/Berlin', at, -7))).toISOString().slice(11, 16)).toBe(
      '03:30',
    );
  });
});

it('knows which zones there are', () => {
  expect([isZone('Europe/Berlin'), isZone('UTC'), isZone('Mars/Olympus'), isZone('')]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
