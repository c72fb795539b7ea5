/** Spans of time in few bytes, as a chunk codes pings: a span's length where a ping has its RTT. */
import { type ChunkReader, encodeChunk } from './chunk';
import type { Span } from './timeline';
import { type Decoded, unreadable } from './unreadable';

/** @param spans in any order; whole milliseconds */
export function encodeSpans(spans: readonly Span[]): Uint8Array {
  return encodeChunk(spans.map(({ from, to }) => ({ at: from, rttUs: to - from })));
}

/** Of the bytes those in [from, to) are spans. @param into they are put at its end */
export function readSpans(
  reader: ChunkReader,
  bytes: Uint8Array,
  from: number,
  to: number,
  into: Span[],
): Decoded<number> {
  let strange = false;
  const read = reader.read(bytes, from, to, (at, ms) => {
    if (ms === null) strange = true;
    else into.push({ from: at, to: at + ms });
  });
  return strange ? unreadable('implausible') : read;
}
