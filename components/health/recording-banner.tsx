'use client';
/** Says on every page that nothing is recorded, since when and why; what is seen goes on being true. */
import type { RecordingState } from '#contract';
import { formatTime } from '../format/clock';
import { useLinkView, useZone } from '../live/live-context';
import classes from './recording-banner.module.css';

export function RecordingBanner() {
  const { recording } = useLinkView();
  const { zone } = useZone();
  const sentence = recordingSentence(recording, zone);
  return (
    <div role="alert" className={sentence === null ? 'hf-hidden' : classes.banner}>
      {sentence !== null && (
        <>
          <span className={classes.mark} aria-hidden="true">
            ▲
          </span>
          {sentence}
        </>
      )}
    </div>
  );
}

/** null: everything is recorded. */
export function recordingSentence(recording: RecordingState, zone: string | undefined): string | null {
  if (recording.state === 'ok') return null;
  return `Not recorded since ${formatTime(recording.since, zone)}: ${why[recording.kind]}. Measuring goes on.`;
}

const why: Record<Extract<RecordingState, { state: 'refused' }>['kind'], string> = {
  'disk-full': 'the disk is full; make room where the database lies',
  busy: 'another process holds the database',
  unreachable: 'the database does not answer',
  corrupt: 'the database is damaged; restore a backup',
  unsuitable: 'the database cannot be kept where it is',
  other: 'the database refuses; the log of the worker says why',
};
