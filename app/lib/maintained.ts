/** Maintained time of places over a range, as availability leaves it out and charts mark it. */
import type { TargetKey, TargetState } from '#contract';
import type { Span } from '../../server/domain/history/timeline';
import { type MaintainedPlace, maintainedOver, type NamedSpan } from '../../server/domain/review/maintained';
import { store } from './store';
import { wallTime } from './time';

export async function loadMaintained(range: Span): Promise<(place: MaintainedPlace) => NamedSpan[]> {
  return maintainedOver(await (await store()).maintenanceBetween(range, wallTime()), range);
}

/** As the store's reading of statuses takes it. */
export function maintainedByTarget(
  targets: readonly Pick<TargetState, 'key' | 'clusterKey' | 'nodeKey'>[],
  of: (place: MaintainedPlace) => NamedSpan[],
): Map<TargetKey, NamedSpan[]> {
  const places = new Map<string, NamedSpan[]>();
  return new Map(
    targets.map(({ key, clusterKey, nodeKey }) => {
      const place = `${clusterKey}/${nodeKey}`;
      const spans = places.get(place) ?? of({ clusterKey, nodeKey });
      places.set(place, spans);
      return [key, spans];
    }),
  );
}
