'use client';
/** The coming weeks day by day: which window is in force from when to when. */
import { Button } from '@mantine/core';
import type { MaintenanceCalendar, PlannedWindow } from '#contract';
import { formatDate } from '../../format/clock';
import { useNow, useZone } from '../../live/live-context';
import classes from './maintenance.module.css';
import { byDay, dayWords, placeWords, spanWords } from './words';

interface Props {
  calendar: MaintenanceCalendar;
  windows: readonly PlannedWindow[];
  /** So many pages on; back where negative. */
  move(pages: number): void;
}

export function CalendarList({ calendar, windows, move }: Props) {
  const { zone } = useZone();
  const days = byDay(calendar.spans, zone);
  return (
    <section className={classes.part}>
      <div className={classes.head}>
        <h3>
          {formatDate(calendar.from, zone)} to {formatDate(calendar.to, zone)}
        </h3>
        <Button size="xs" variant="default" onClick={() => move(-1)}>
          Earlier
        </Button>
        <Button size="xs" variant="default" onClick={() => move(1)}>
          Later
        </Button>
      </div>
      {days.length === 0 ? (
        <p className={classes.nothing}>Nothing is planned in these weeks: whatever fires is told.</p>
      ) : (
        <ol className={classes.list}>
          {days.map(({ day, spans }) => (
            <li key={day} className={classes.day}>
              <h4>{dayWords(day)}</h4>
              <ul>
                {spans.map((span) => (
                  <Entry
                    key={`${span.windowId} ${span.from}`}
                    span={span}
                    window={windows.find((w) => w.id === span.windowId)}
                    zone={zone}
                  />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {calendar.more && <p className={classes.detail}>There are more in these weeks than are listed.</p>}
    </section>
  );
}

interface EntryProps {
  span: MaintenanceCalendar['spans'][number];
  window: PlannedWindow | undefined;
  zone: string | undefined;
}

function Entry({ span: { from, to }, window, zone }: EntryProps) {
  const now = useNow();
  const other = window?.when.kind === 'recurring' && window.when.zone !== zone ? window.when.zone : null;
  return (
    <li className={classes.entry} data-now={from <= now && now < to}>
      <span className="hf-figures">{spanWords(from, to, zone)}</span>
      <span>
        {window?.name ?? 'A window'}
        {window !== undefined && `, ${placeWords(window)}`}
        {from <= now && now < to && ', now'}
        {other !== null && (
          <span className={classes.detail}>
            {spanWords(from, to, other)} in {other}
          </span>
        )}
      </span>
    </li>
  );
}
