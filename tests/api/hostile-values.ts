/** What nobody sends who means well: texts, JSON and addresses, the same for the same seed. */
import fc from 'fast-check';

/** As they stand in an address, percent-encoded or badly so. */
const rawTexts: readonly string[] = [
  '%00',
  'x%00y',
  'a%0d%0aX-Injected:%201',
  '%0aSet-Cookie:%20holdfast.session_token=x',
  '..%2f..%2f..%2fetc%2fpasswd',
  '%2e%2e/%2e%2e/holdfast.yaml',
  '..%5c..%5cwindows',
  '%252e%252e%252f',
  '%zz',
  '%',
  '%c0%af',
  '%ff%fe',
  '%ed%a0%80',
  "'%20OR%201=1%20--",
  '%22;DROP%20TABLE%20person;--',
  '<script>alert(1)</script>',
  '$%7bHOME%7d',
  '__proto__',
  'constructor',
  '-1',
  '1e309',
  'NaN',
  'Infinity',
  '9007199254740993',
  '0x10',
  '2026-13-45T99:99:99Z',
  '%f0%9f%92%a3'.repeat(50),
  'A'.repeat(5_000),
  '*',
  'null',
  '[object%20Object]',
];

/** In the place of any value of a body. */
export const values: readonly unknown[] = [
  null,
  true,
  -1,
  0.5,
  1e308,
  '',
  ' ',
  'a\u0000b',
  'a\r\nX-Injected: 1',
  '../../../etc/passwd',
  '\ud800',
  '\u202e\u200b\ufeff',
  '\u0024{HOLDFAST_SECRET_KEY}',
  'x'.repeat(10_000),
  [],
  [[[[]]]],
  {},
  { toString: 'x', valueOf: null, constructor: { prototype: {} } },
  { secret: 'kept' },
  { secret: 'new', text: '' },
];

export const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Whole bodies, as bytes or text. */
export const bodies: readonly (string | Uint8Array)[] = [
  '',
  '{',
  'null',
  '"text"',
  '12',
  '[]',
  '[{}]',
  '{"__proto__":{"role":"administrator"}}',
  `{"a":${deep(30_000)}}`,
  deep(60),
  `{"a":"${'x'.repeat(4_300_000)}"}`,
  new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
  '{"a":1e999}',
  '\ufeff{}',
];

/** So many of each example's body, one place of it replaced, left out or added. */
export function mutated(body: unknown, seed: number, count: number): unknown[] {
  const places = pathsOf(body);
  const change = fc.record({
    place: fc.constantFrom(...places),
    how: fc.constantFrom('replace', 'replace', 'remove', 'add'),
    value: fc.oneof(
      fc.constantFrom(...values),
      fc.json().map((text): unknown => JSON.parse(text)),
    ),
  });
  return fc.sample(change, { seed, numRuns: count }).map(({ place, how, value }) => changed(body, place, how, value));
}

export function textsFor(seed: number, count: number): string[] {
  const any = fc.oneof(
    fc.constantFrom(...rawTexts),
    fc
      .string({ unit: 'binary', maxLength: 60 })
      .filter((text) => !/\p{Surrogate}/u.test(text))
      .map(encodeURIComponent),
  );
  return fc.sample(any, { seed, numRuns: count });
}

function pathsOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

function changed(value: unknown, [key, ...rest]: readonly string[], how: string, put: unknown): unknown {
  if (key === undefined) return how === 'add' && isObject(value) ? { ...value, 'x\r\ny': put } : put;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? changed(item, rest, how, put) : item));
  if (!isObject(value)) return put;
  const { [key]: inner, ...others } = value;
  return how === 'remove' && rest.length === 0 ? others : { ...others, [key]: changed(inner, rest, how, put) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
