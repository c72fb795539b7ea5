'use client';
/** A point in time in the viewer's zone, with the server's on hover; and how long ago it was. */
import type { EpochMs } from '#contract';
import { formatFull, formatMoment } from '../format/clock';
import { formatDuration } from '../format/units';
import { useNow, useZone } from '../live/live-context';

export function Moment({ at }: { at: EpochMs }) {
  const { zone, serverZone } = useZone();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={`Server time: ${formatFull(at, serverZone)}`}>
      {formatMoment(at, now, zone)}
    </time>
  );
}

/** `12:07`, `1 h 04 min`: the time since then, counting. */
export function Elapsed({ since }: { since: EpochMs }) {
  return <span className="hf-figures">{formatDuration(useNow() - since)}</span>;
}
