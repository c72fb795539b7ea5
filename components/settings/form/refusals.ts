/** Where the errors of a refusal belong in a form. Pure. */
import type { ItemRef } from '#contract';
import type { Faults } from './tidy';

export interface RefusedPlace {
  path: string;
  message: string;
}

/** Where an item stands in a draft; empty: it is all of it. */
export interface ItemPlace {
  ref: ItemRef;
  at: string;
}

/**
 * Errors by their path within a draft. The server names them `cluster/KEY/nodes[0].domain`; of a request that it could not read,
 * `put.0.body.name`.
 */
export function faultsFrom(errors: readonly RefusedPlace[], places: readonly ItemPlace[]): Faults {
  const faults: Record<string, string> = {};
  for (const { path, message } of errors) {
    const place = placeOf(path, places);
    faults[place] = faults[place] === undefined ? message : `${faults[place]}; ${message}`;
  }
  return faults;
}

function placeOf(path: string, places: readonly ItemPlace[]): string {
  for (const { ref, at } of places) {
    const own = `${ref.kind}/${ref.key}`;
    if (path === own) return at;
    if (path.startsWith(`${own}/`)) return joined(at, path.slice(own.length + 1));
  }
  // What concerns another item is told with its whole name.
  return path.replace(/^put\.\d+\.body\.?/, '');
}

function joined(outer: string, inner: string): string {
  return outer === '' || inner === '' ? outer + inner : `${outer}.${inner}`;
}

/** What is wrong at a path or anywhere below it: a list of words shows what is wrong with any of them. */
export function faultUnder(faults: Faults, path: string): string | undefined {
  const own = faults[path];
  if (own !== undefined) return own;
  const below = Object.keys(faults).find((p) => p.startsWith(`${path}[`) || p.startsWith(`${path}.`));
  return below === undefined ? undefined : faults[below];
}
