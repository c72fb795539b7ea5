'use client';
/** The next times of a window that is being planned, in its own zone, with what changes of the clocks do to it. */
import { useEffect, useState } from 'react';
import { type PlannedWindow, type WindowPreview, windowWhen } from '#contract';
import { browserTime } from '../../live/browser-time';
import { useApi, useZone } from '../../live/live-context';
import classes from './maintenance.module.css';
import { dayNumber, dayWords, spanWords } from './words';

const TYPING_MS = 300;

export function Preview({ when }: { when: PlannedWindow['when'] | null }) {
  const api = useApi();
  const { zone } = useZone();
  const [told, setTold] = useState<{ of: string; preview: WindowPreview | null } | null>(null);
  const asked = when === null ? null : JSON.stringify(when);
  useEffect(() => {
    if (asked === null) return;
    let gone = false;
    const cancel = browserTime.after(TYPING_MS, () => {
      void api.windowPreview(windowWhen.parse(JSON.parse(asked))).then((preview) => {
        if (!gone) setTold({ of: asked, preview });
      });
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [api, asked]);

  const preview = told?.of === asked ? told?.preview : undefined;
  const shownZone = when?.kind === 'recurring' ? when.zone : zone;
  return (
    <div className={classes.preview} aria-live="polite">
      {asked === null && <p>Something is still missing.</p>}
      {asked !== null && preview === undefined && <p>…</p>}
      {preview === null && <p>Its times could not be asked for.</p>}
      {preview?.ok === false && <p className={classes.refused}>{preview.message}</p>}
      {preview?.ok === true && (
        <>
          <p>{when?.kind === 'recurring' ? `Next, on the clocks of ${when.zone}:` : 'In force:'}</p>
          <ol>
            {preview.next.map((s) => (
              <li key={s.from}>
                {dayWords(dayNumber(s.from, shownZone))}, {spanWords(s.from, s.to, shownZone)}
                {s.note !== null && <span className={classes.note}>{s.note}</span>}
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  );
}
