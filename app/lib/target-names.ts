/** What can be compared with what: all targets that are watched, by cluster. */

import { transportName } from '../../components/format/names';
import type { TargetName } from '../../components/history/compare-select';
import { store } from './store';

export async function loadTargetNames(): Promise<TargetName[]> {
  const states = await (await store()).targetsKnown();
  return states
    .filter((s) => !s.archived)
    .map((s) => ({ key: s.key, name: `${s.nodeName}, ${transportName(s.transport)}`, cluster: s.clusterName }));
}
