/** Codes by the test vectors of the standards; each is taken once, and those before it never again. */
import { describe, expect, test } from 'vitest';
import { base32Of, stepAt, stepOfCode, totpAddress, totpCode } from '../../../server/domain/people/totp';

/** RFC 6238 appendix B, for SHA-1; of its eight digits the last six. */
const secret = Buffer.from('12345678901234567890');
const vectors: [number, string][] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
];

test.each(vectors)('at %i s the code is %s', (seconds, code) => {
  expect(totpCode(secret, stepAt(seconds * 1_000))).toBe(code);
});

describe('a code', () => {
  const at = 1_234_567_890_000;
  const now = stepAt(at);
  const taken = (code: string, usedStep: number | null = null, late = 0) =>
    stepOfCode(secret, code, { at: at + late, usedStep });

  test('is taken in its own step and the one beside it, with spaces as apps show it', () => {
    expect(taken('005924')).toBe(now);
    expect(taken('005 924')).toBe(now);
    expect([taken('005924', null, 30_000), taken('005924', null, -30_000)]).toEqual([now, now]);
    expect([taken('005924', null, 90_000), taken('005924', null, -90_000)]).toEqual([null, null]);
  });

  test('is not taken again, nor one from before it', () => {
    expect(taken('005924', now)).toBeNull();
    expect(taken(totpCode(secret, now - 1), now)).toBeNull();
    expect(taken(totpCode(secret, now + 1), now)).toBe(now + 1);
  });

  test('that is none is refused', () => {
    expect(['', '5924', '0059245', '000000', 'abcdef'].map((code) => taken(code))).toEqual(Array(5).fill(null));
  });
});

test('the secret is told as base32, by itself and in the address of the picture', () => {
  // RFC 4648 §10, without padding.
  expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((t) => base32Of(Buffer.from(t)))).toEqual([
    ...['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'],
  ]);
  expect(totpAddress(secret, 'ada@example.org')).toBe(
    'otpauth://totp/Holdfast%3Aada%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Holdfast',
  );
});
