/** The checks of one server's rungs that are kept: the first and the last of each run, so that months fit. */
import type { RungObservation } from '../../domain/presence/readiness';

/** Enough for every change of a flapping server in an hour. */
const MOST = 400;

/** Adds a check; of three in a row on one rung that say the same, the middle one goes. */
export function withObservation(kept: readonly RungObservation[], o: RungObservation): readonly RungObservation[] {
  const last = kept.findLastIndex((k) => k.rung === o.rung);
  const before = kept.slice(0, Math.max(0, last)).findLast((k) => k.rung === o.rung);
  const same = (k: RungObservation | undefined) => k?.result === o.result && k.via === o.via;
  const without = same(kept[last]) && same(before) ? kept.toSpliced(last, 1) : kept;
  const all = [...without, o];
  return all.length > MOST ? all.slice(all.length - MOST) : all;
}
