/** The change of one item, which is all of a draft. Pure. */
import type { ItemRef } from '#contract';
import type { Meant } from './meant';
import type { Tree } from './tree';

/** @param also keys that it is called by from now on: a refusal may name it so */
export function ofOne(ref: ItemRef, body: Tree, also: readonly string[] = []): Meant {
  const keys = [ref.key, ...also];
  return {
    wish: { put: [{ ...ref, body }] },
    places: keys.map((key) => ({ ref: { kind: ref.kind, key }, at: '' })),
  };
}
