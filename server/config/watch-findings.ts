/** People watched on XMPP services: nobody twice, never ourselves, and at one node of a cluster. */
import { type Finding, pathText, type WhereOf } from './problem';
import type { RoughCluster, RoughFile, RoughWatch } from './rough';
import { slugOf } from './slug-of';
import type { Path } from './yaml-source';

export function watchFindings(file: RoughFile, whereOf: WhereOf): Finding[] {
  return file.clusters.flatMap((cluster, c) => {
    const path: Path = ['clusters', c];
    const lists = listsOf(cluster, path);
    return [
      ...placeFindings(cluster, path, lists),
      ...peopleFindings(cluster, lists, whereOf),
      ...teamFindings(lists, whereOf),
    ];
  });
}

interface PlacedList {
  path: Path;
  watch: RoughWatch;
}

function listsOf(cluster: RoughCluster, path: Path): PlacedList[] {
  const at = (watch: RoughWatch | undefined, place: Path) => (watch === undefined ? [] : [{ watch, path: place }]);
  return [
    ...at(cluster.watch, [...path, 'watch']),
    ...cluster.nodes.flatMap((node, n) => at(node.watch, [...path, 'nodes', n, 'watch'])),
  ];
}

/** A person's presence comes through one node; through a second one it would be another person. */
function placeFindings(cluster: RoughCluster, path: Path, lists: readonly PlacedList[]): Finding[] {
  const [first, ...others] = lists;
  if (cluster.watch !== undefined && cluster.nodes.length > 1) {
    const message = 'must stand at one of the nodes, because this cluster has several';
    return [{ path: [...path, 'watch'], at: 'key', message }];
  }
  return others.map((list): Finding => {
    const where = first === undefined ? '' : pathText(first.path);
    const message = `is a second list in this cluster, after ${where}; people are watched through one node of a cluster`;
    return { path: list.path, at: 'key', message };
  });
}

function peopleFindings(cluster: RoughCluster, lists: readonly PlacedList[], whereOf: WhereOf): Finding[] {
  const people = lists.flatMap(({ watch, path }) => watch.flatMap((entry, i) => peopleOf(entry, [...path, i])));
  const ours = new Set(
    cluster.nodes.map(({ account, domain }) => `${account?.username ?? ''}@${domain ?? ''}`.trim().toLowerCase()),
  );
  return people.flatMap((one, i): Finding[] => {
    if (ours.has(one.jid)) {
      const message = 'is our own account, whose presence says nothing about anybody else';
      return [{ path: one.path, at: 'value', message }];
    }
    const other = people.slice(0, i).find(({ jid }) => jid === one.jid);
    if (other === undefined) return [];
    return [{ path: one.path, at: 'value', message: `is watched already (${whereOf(other.path)})` }];
  });
}

function peopleOf(entry: RoughWatch[number], path: Path): { jid: string; path: Path }[] {
  const one = (jid: string | undefined, place: Path) => {
    const address = jid?.trim().toLowerCase() ?? '';
    return address === '' ? [] : [{ jid: address, path: [...place, 'jid'] }];
  };
  const people = 'people' in entry ? entry.people : [];
  return [
    ...one('jid' in entry ? entry.jid : undefined, path),
    ...people.flatMap((person, j) => one('jid' in person ? person.jid : undefined, [...path, 'people', j])),
  ];
}

/** The key of a team is the slug of its name. */
function teamFindings(lists: readonly PlacedList[], whereOf: WhereOf): Finding[] {
  const teams = lists.flatMap(({ watch, path }) =>
    watch.flatMap((entry, i) => {
      const team = 'team' in entry ? (entry.team?.trim() ?? '') : '';
      return team === '' ? [] : [{ team, slug: slugOf(team), path: [...path, i, 'team'] }];
    }),
  );
  return teams.flatMap((one, i): Finding[] => {
    if (one.slug === '') return [{ path: one.path, at: 'value', message: 'leaves no letter or digit for a key' }];
    const other = teams.slice(0, i).find(({ slug, team }) => slug === one.slug && team !== one.team);
    if (other === undefined) return [];
    const message = `stands for the key ${one.slug}, as another spelling in ${whereOf(other.path)}; write both alike`;
    return [{ path: one.path, at: 'value', message }];
  });
}
