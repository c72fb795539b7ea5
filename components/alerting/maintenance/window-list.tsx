'use client';
/** The windows that are planned: what each is for, when it comes, and whose it is. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { MaintenanceCalendar, PlannedWindow } from '#contract';
import { useApi, useNow } from '../../live/live-context';
import { Moment } from '../../session/moment';
import classes from './maintenance.module.css';
import { cronWords, lastsWords, placeWords } from './words';

interface Props {
  windows: readonly PlannedWindow[];
  spans: MaintenanceCalendar['spans'];
}

export function WindowList({ windows, spans }: Props) {
  const now = useNow();
  const shown = windows.filter((w) => w.when.kind === 'recurring' || w.when.to > now);
  return (
    <section className={classes.part}>
      <h3>Windows</h3>
      {shown.length === 0 ? (
        <p className={classes.nothing}>
          None is planned. A server that is in Finesse's own maintenance mode mutes by itself, without a window.
        </p>
      ) : (
        <ul className={classes.list}>
          {shown.map((w) => (
            <Item key={w.id} window={w} next={spans.find((s) => s.windowId === w.id && s.to > now)?.from ?? null} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ window: w, next }: { window: PlannedWindow; next: number | null }) {
  const now = useNow();
  return (
    <li className={classes.window}>
      <div>
        <p className={classes.name}>{w.name}</p>
        <p className={classes.detail}>
          For {placeWords(w)}. <When window={w} />
        </p>
        {w.when.kind === 'recurring' && next !== null && (
          <p className={classes.detail}>{next <= now ? 'Goes on now.' : <Next at={next} />}</p>
        )}
        <p className={classes.detail}>
          {w.origin === 'file' ? 'Of holdfast.yaml, which alone can change it.' : `Planned by ${w.author ?? 'nobody'}.`}
        </p>
      </div>
      {w.origin === 'own' && <Cancel id={w.id} name={w.name} />}
    </li>
  );
}

function Next({ at }: { at: number }) {
  return (
    <>
      Next: <Moment at={at} />
    </>
  );
}

function When({ window: { when } }: { window: PlannedWindow }) {
  if (when.kind === 'recurring')
    return (
      <>
        Comes {cronWords(when.cron)} in {when.zone}, for {lastsWords(when.lastsMs)}.
      </>
    );
  return (
    <>
      Once, <Moment at={when.from} /> to <Moment at={when.to} />.
    </>
  );
}

function Cancel({ id, name }: { id: string; name: string }) {
  const api = useApi();
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function cancel(): Promise<void> {
    setBusy(true);
    const reply = await api.command({ command: 'cancel-maintenance', windowId: id });
    setBusy(false);
    setSaid(reply.status === 'refused' ? reply.message : null);
  }

  return (
    <div className={classes.cancel}>
      <Button size="xs" variant="default" disabled={busy} aria-label={`Cancel ${name}`} onClick={() => void cancel()}>
        Cancel
      </Button>
      <span role="status" className={classes.refused}>
        {said}
      </span>
    </div>
  );
}
