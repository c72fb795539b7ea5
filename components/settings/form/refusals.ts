/** Where the errors of a refusal belong in a form. Pure. */
import type { ItemRef } from '#contract';
import type { Faults } from './tidy';

export interface RefusedPlace {
  path: string;
  message: string;
}

/**
 * Errors by their path within one item. The server names them `cluster/KEY/nodes[0].domain`; of a request that it could not read,
 * `put.0.body.name`.
 * @param keys by which the item may be named: as it is called, and as it is to be called
 */
export function faultsFrom(errors: readonly RefusedPlace[], kind: ItemRef['kind'], keys: readonly string[]): Faults {
  const faults: Record<string, string> = {};
  for (const { path, message } of errors) {
    const place = placeOf(path, kind, keys);
    faults[place] = faults[place] === undefined ? message : `${faults[place]}; ${message}`;
  }
  return faults;
}

function placeOf(path: string, kind: ItemRef['kind'], keys: readonly string[]): string {
  for (const key of keys) {
    const own = `${kind}/${key}`;
    if (path === own) return '';
    if (path.startsWith(`${own}/`)) return path.slice(own.length + 1);
  }
  // What concerns another item is told with its whole name.
  return path.replace(/^put\.\d+\.body\.?/, '');
}

/** What is wrong at a path or anywhere below it: a list of words shows what is wrong with any of them. */
export function faultUnder(faults: Faults, path: string): string | undefined {
  const own = faults[path];
  if (own !== undefined) return own;
  const below = Object.keys(faults).find((p) => p.startsWith(`${path}[`) || p.startsWith(`${path}.`));
  return below === undefined ? undefined : faults[below];
}
