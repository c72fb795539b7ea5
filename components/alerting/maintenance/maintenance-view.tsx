'use client';
/** Maintenance: what mutes now, the coming weeks, the windows behind them, and a new one. */
import type { AlertingSnapshot, MaintenanceCalendar, PlannedWindow } from '#contract';
import { PageClockProvider, useNow, useTrust } from '../../live/live-context';
import { useAlerting } from '../shell/use-alerting';
import { CalendarList } from './calendar-list';
import classes from './maintenance.module.css';
import { PlanForm } from './plan-form';
import { useCalendar } from './use-calendar';
import { WindowList } from './window-list';

interface Props {
  snapshot: AlertingSnapshot;
  first: MaintenanceCalendar;
}

export function MaintenanceView({ snapshot, first }: Props) {
  const windows = useAlerting(snapshot).setup?.windows ?? [];
  const [calendar, move] = useCalendar(first, windows);
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <h2 className="hf-hidden">Maintenance</h2>
        <Lead calendar={calendar} windows={windows} />
        <div className={classes.columns}>
          <div className={classes.stack}>
            <CalendarList calendar={calendar} windows={windows} move={move} />
            <WindowList windows={windows} spans={calendar.spans} />
          </div>
          <PlanForm places={calendar.places} />
        </div>
      </div>
    </PageClockProvider>
  );
}

function Lead({ calendar, windows }: { calendar: MaintenanceCalendar; windows: readonly PlannedWindow[] }) {
  const now = useNow();
  const going = calendar.spans.filter((s) => s.from <= now && now < s.to);
  const names = going.flatMap((s) => windows.find((w) => w.id === s.windowId)?.name ?? []);
  const words = [...names.map((name) => `${name} goes on`), ...calendar.own.map((o) => o.text)];
  return (
    <p className={classes.sentence} role="status">
      {words.length === 0 ? 'No maintenance goes on.' : `${words.join('; ')}.`} During maintenance what fires is
      evaluated and shown, and nobody is told; what is still broken at the end is told then.
    </p>
  );
}
