/** Bytes become text, whatever the cuts. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUtf8Decoder } from '../../../server/transport/xml/utf8';

function decode(chunks: readonly Buffer[]): (string | null)[] {
  const decoder = createUtf8Decoder();
  return chunks.map(decoder);
}

test('any text, byte by byte', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const bytes = Buffer.from(text);
      const pieces = decode([...bytes].map((byte) => Buffer.from([byte])));
      expect(pieces.join('')).toBe(text);
    }),
  );
});

test.each([
  ['a byte that never occurs', [0xff]],
  ['a continuation without a start', [0x80]],
  ['a start without its continuation', [0xc3, 0x41]],
  ['an overlong form', [0xc0, 0xaf]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80]],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
])('%s is not UTF-8, in one piece or two', (_what, bytes) => {
  expect(decode([Buffer.from(bytes)])).toEqual([null]);
  expect(decode([Buffer.from(bytes.slice(0, 1)), Buffer.from([...bytes.slice(1), 0x41])])).toContain(null);
});
