/** From a checked file to the people who are watched on XMPP services. */
import type { TargetConfig, WatchedPerson, XmppWatchConfig } from './schema';
import type { FileShape } from './shape';
import type { WatchShape } from './shape-watch';
import { slugOf } from './slug-of';

/** Of people whom the file puts in no team. */
const NO_TEAM = { teamId: 'watched', teamName: 'Watched' };

/** @param targets of the same file; those that are expected to be closed watch nobody */
export function watchesOf(file: FileShape, targets: readonly TargetConfig[]): XmppWatchConfig[] {
  return file.clusters.flatMap((cluster) => {
    if (cluster.kind !== 'xmpp') return [];
    const clusterKey = cluster.key ?? slugOf(cluster.name);
    return cluster.nodes.flatMap((node): XmppWatchConfig[] => {
      const people = peopleOf(node.watch ?? cluster.watch);
      if (people.length === 0) return [];
      const nodeKey = node.key ?? slugOf(node.name);
      const watching = targets.filter(
        (t) => t.clusterKey === clusterKey && t.nodeKey === nodeKey && t.expect !== 'closed',
      );
      return [{ clusterKey, clusterName: cluster.name, nodeKey, targets: watching.map(({ key }) => key), people }];
    });
  });
}

function peopleOf(watch: WatchShape): WatchedPerson[] {
  return (watch ?? []).flatMap(({ jid, name, team, site, people }) => {
    const teamOf = team === undefined ? NO_TEAM : { teamId: slugOf(team), teamName: team };
    const listed = people ?? (jid === undefined ? [] : [{ jid, name, site: undefined }]);
    return listed.map(
      (person): WatchedPerson => ({
        jid: person.jid.toLowerCase(),
        name: person.name ?? null,
        ...teamOf,
        site: person.site ?? site ?? null,
      }),
    );
  });
}
