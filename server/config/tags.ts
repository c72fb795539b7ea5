/** From a checked file to the tags of its servers. */
import { finesseSides, type NodeTags } from '#contract';
import type { FileShape } from './shape';
import { serverKeyOf, slugOf } from './slug-of';

type Cluster = FileShape['clusters'][number];

/** Of every server, with a tag or without, in the order of their keys. */
export function tagsOf({ clusters }: FileShape): NodeTags[] {
  return clusters.flatMap(ofCluster).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ clusterKey, nodeKey }: NodeTags): string => `${clusterKey}/${nodeKey}`;

function ofCluster(cluster: Cluster): NodeTags[] {
  const ofAll = { clusterKey: cluster.key ?? slugOf(cluster.name), inherited: cluster.tags ?? [] };
  if (cluster.kind === 'xmpp')
    return cluster.nodes.map(({ key, name, tags }, n) => ({
      ...{ ...ofAll, nodeKey: key ?? slugOf(name), place: ['nodes', n], own: tags ?? [] },
    }));
  return finesseSides.flatMap((side) => {
    const server = cluster.servers[side];
    if (server === undefined) return [];
    const nodeKey = server.key ?? serverKeyOf(side);
    return [{ ...ofAll, nodeKey, place: ['servers', side], own: server.tags ?? [] }];
  });
}
