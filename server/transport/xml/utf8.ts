/** Turns a stream of bytes into text, strictly UTF-8, whatever the cuts; for a thousandth of a TextDecoder's memory. */
import { isUtf8 } from 'node:buffer';

/**
 * @returns a function that decodes the next chunk, keeping up to three bytes of an unfinished character for the one after it;
 * null when the bytes are not UTF-8.
 */
export function createUtf8Decoder(): (chunk: Buffer) => string | null {
  let kept: Buffer | null = null;
  return (chunk) => {
    const bytes: Buffer = kept === null ? chunk : Buffer.concat([kept, chunk]);
    const whole = bytes.length - unfinishedTail(bytes);
    // A copy: three bytes must not keep a 64 KB chunk alive.
    kept = whole === bytes.length ? null : Buffer.from(bytes.subarray(whole));
    const complete = whole === bytes.length ? bytes : bytes.subarray(0, whole);
    return isUtf8(complete) ? complete.toString('utf8') : null;
  };
}

/** How many bytes at the end belong to a character that is not complete yet: 0 to 3. */
export function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

/** RFC 3629 §3, §4: the first byte says how many there are; 0 for one that never starts a character. */
function lengthOf(lead: number): number {
  if (lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
