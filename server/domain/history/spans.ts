/** Spans of time in few bytes, as a chunk codes pings: a span's length where a ping has its RTT. */
import { decodeChunk, encodeChunk } from './chunk';
import type { Span } from './timeline';
import { type Decoded, readable, unreadable } from './unreadable';

/** @param spans in any order; whole milliseconds */
export function encodeSpans(spans: readonly Span[]): Uint8Array {
  return encodeChunk(spans.map(({ from, to }) => ({ at: from, rttUs: to - from })));
}

/** Of the bytes those in [from, to) are the spans. */
export function decodeSpans(bytes: Uint8Array, from = 0, to: number = bytes.length): Decoded<Span[]> {
  const read = decodeChunk(bytes, from, to);
  if (!read.ok) return read;
  const spans: Span[] = [];
  for (const { at, rttUs } of read.value) {
    if (rttUs === null) return unreadable('implausible');
    spans.push({ from: at, to: at + rttUs });
  }
  return readable(spans);
}
