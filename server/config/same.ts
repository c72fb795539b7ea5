/** Whether two parts of a configuration say the same, their secrets included. */
import { isDeepStrictEqual } from 'node:util';

export function saysTheSame(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(revealed(a), revealed(b));
}

/** For comparing alone: a secret is an object whose text only `reveal` gives. */
function revealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  const reveal: unknown = Reflect.get(value, 'reveal');
  if (typeof reveal === 'function') return ['secret', reveal.call(value)];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item)]));
}
