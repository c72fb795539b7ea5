/** The clusters that there are to choose from, by name. Pure. */
import { type BoardModel, compareNames } from '../board/model';
import type { ClusterChoice } from '../board/scope-bar';
import type { CardModel } from './model';

export function clustersOf(cards: readonly CardModel[], board: BoardModel): ClusterChoice[] {
  const names = new Map(cards.map((c) => [c.state.clusterKey, c.state.clusterName]));
  for (const cluster of board.clusters.values()) names.set(cluster.key, cluster.name);
  return [...names].map(([key, name]) => ({ key, name })).sort((a, b) => compareNames(a.name, b.name));
}
