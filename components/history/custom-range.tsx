'use client';
/** A span of one's own, from one local time to another. */
import { useState } from 'react';
import type { EpochMs } from '#contract';
import { zoneName } from '../agent/zone-offset';
import { useZone } from '../live/live-context';
import { localText, momentOf } from './local-time';
import classes from './toolbar.module.css';
import type { PageView } from './use-view';
import { LEAST_MS, MOST_MS } from './view';

export function CustomRange({ page }: { page: PageView }) {
  const { zone } = useZone();
  const [open, setOpen] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const { from, to } = page.span;

  function show(form: FormData): void {
    const start = momentOf(String(form.get('from')));
    const end = momentOf(String(form.get('to')));
    const problem = problemOf(start, end);
    setWrong(problem);
    if (problem !== null || start === null || end === null) return;
    setOpen(false);
    page.pick({ kind: 'fixed', from: start, to: end });
  }

  return (
    <details
      className={classes.custom}
      open={open}
      onToggle={(e) => setOpen(e.currentTarget.open)}
      onKeyDown={(e) => {
        if (e.key === 'Escape') setOpen(false);
      }}
      onBlur={(e) => {
        if (e.relatedTarget !== null && !e.currentTarget.contains(e.relatedTarget)) setOpen(false);
      }}
    >
      <summary className={classes.range} data-pressed={page.view.kind === 'fixed' || undefined}>
        Custom
      </summary>
      {open && (
        <form
          className={classes.form}
          onSubmit={(e) => {
            e.preventDefault();
            show(new FormData(e.currentTarget));
          }}
        >
          <label>
            From
            <input type="datetime-local" name="from" step="1" defaultValue={localText(from)} />
          </label>
          <label>
            To
            <input type="datetime-local" name="to" step="1" defaultValue={localText(to)} />
          </label>
          <p className={classes.zone}>{`Times in ${zoneName(from, zone)}`}</p>
          <p role="alert" className={classes.wrong}>
            {wrong}
          </p>
          <button type="submit" className={classes.range}>
            Show
          </button>
        </form>
      )}
    </details>
  );
}

function problemOf(start: EpochMs | null, end: EpochMs | null): string | null {
  if (start === null || end === null) return 'Both times are needed.';
  if (end - start < LEAST_MS) return 'The end must be at least a minute after the beginning.';
  return end - start > MOST_MS ? 'Three years at most.' : null;
}
