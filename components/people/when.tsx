'use client';
/** A point in time on a page that does not move by itself; the server's time on hover. */
import type { EpochMs } from '#contract';
import { formatFull, formatMoment } from '../format/clock';
import { useZone } from '../live/live-context';

/** @param now when the page was made */
export function When({ at, now }: { at: EpochMs; now: EpochMs }) {
  const { zone, serverZone } = useZone();
  return (
    <time dateTime={new Date(at).toISOString()} title={`Server time: ${formatFull(at, serverZone)}`}>
      {formatMoment(at, now, zone)}
    </time>
  );
}
