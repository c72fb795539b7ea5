'use client';
/** Incidents, silences and maintenance under the charts, each as long as it lasted; an incident's flag leads to its page. */
import { useMediaQuery } from '@mantine/hooks';
import Link from 'next/link';
import type { HistoryNote } from '#contract';
import { PLOT_LEFT_PX, PLOT_RIGHT_PX } from '../charts/plot';
import { useZone } from '../live/live-context';
import { handlesOf, noteSentence } from './notes';
import classes from './notes-lane.module.css';
import type { Span } from './view';

export function NotesLane({ notes, span }: { notes: readonly HistoryNote[]; span: Span }) {
  const { zone } = useZone();
  const narrow = useMediaQuery('(max-width: 48em)', false) ?? false;
  const length = Math.max(1, span.to - span.from);
  const shown = notes.filter((n) => n.to >= span.from && n.from <= span.to);
  const percent = (share: number) => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(3)}%`;
  return (
    <div className={classes.lane} style={{ marginLeft: PLOT_LEFT_PX, marginRight: PLOT_RIGHT_PX }}>
      {shown.length === 0 && <p className={classes.none}>No incident, silence or maintenance in this range</p>}
      {shown.map((note) => (
        <span
          key={`${note.kind} ${note.from} ${note.text}`}
          className={classes.bar}
          data-kind={note.kind}
          title={noteSentence(note)}
          style={{
            left: percent((note.from - span.from) / length),
            right: `calc(100% - ${percent((note.to - span.from) / length)})`,
          }}
        />
      ))}
      {handlesOf(shown, span, narrow ? 9 : 30, zone).map(({ share, note, count, label }) => (
        <Link
          key={note.incidentId}
          href={`/incidents/${encodeURIComponent(note.incidentId)}`}
          prefetch={false}
          className={classes.handle}
          data-severity={note.severity}
          aria-label={label}
          title={label}
          style={{ left: percent(share) }}
        >
          <Flag />
          {count > 1 && <span className={classes.count}>{count}</span>}
        </Link>
      ))}
    </div>
  );
}

export function Flag() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 1h1.5v10H2zM4.5 1.5H11L9 4l2 2.5H4.5z" fill="currentColor" />
    </svg>
  );
}
