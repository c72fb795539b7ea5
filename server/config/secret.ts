/** A string that never shows itself: in templates, JSON, logs and `console.log` it is `***`. */
import { inspect } from 'node:util';
import type { Secret } from '../xmpp/port';

const MASK = '***';

/** `reveal()` is the only way to the value. */
export function secret(value: string): Secret {
  const hidden = {
    reveal: () => value,
    toString: () => MASK,
    toJSON: () => MASK,
    [Symbol.toPrimitive]: () => MASK,
    [inspect.custom]: () => MASK,
  };
  return Object.freeze(hidden);
}
