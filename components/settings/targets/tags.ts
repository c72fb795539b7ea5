/** A tag put on the servers of chosen targets, or taken off them: the one change of the configuration that does it. Pure. */
import { type ConfigItem, type ItemRef, MOST_TAGS, type NodeTags, tagWord } from '#contract';
import { plural } from '../../format/units';
import { type Tree, withValue } from '../form/tree';

export type TagVerb = 'add' | 'remove';

export interface TagPlan {
  put: (ItemRef & { body: Tree })[];
  /** How many servers it changes. */
  servers: number;
  /** Why others stay as they are, a sentence each. */
  left: string[];
}

/** As it is meant: capital letters are none in tags. null: it is no tag. */
export function wordOf(typed: string): string | null {
  return tagWord.safeParse(typed.trim().toLowerCase()).data ?? null;
}

/** Each once, in the order of the alphabet. */
export function tagsInUse(tags: readonly NodeTags[]): string[] {
  return [...new Set(tags.flatMap(({ own, inherited }) => [...inherited, ...own]))].sort();
}

type Verdict = 'change' | 'already' | 'file' | 'cluster' | 'full';

/** @param picked targets; several of one server are one */
export function tagPlan(
  verb: TagVerb,
  word: string,
  picked: readonly Pick<NodeTags, 'clusterKey' | 'nodeKey'>[],
  { tags, items }: { tags: readonly NodeTags[]; items: readonly ConfigItem[] },
): TagPlan {
  const clusters = items.filter((item) => item.kind === 'cluster');
  const servers = tags
    .filter((node) => picked.some((p) => p.clusterKey === node.clusterKey && p.nodeKey === node.nodeKey))
    .flatMap((node) => {
      const item = clusters.find(({ key }) => key === node.clusterKey);
      return item === undefined ? [] : [{ node, item, verdict: verdictOf(verb, word, node, item) }];
    });
  const meant = servers.filter(({ verdict }) => verdict === 'change');
  const put = clusters.flatMap(({ kind, key, body }) => {
    const own = meant.filter(({ item }) => item.key === key).map(({ node }) => node);
    if (own.length === 0) return [];
    return [{ kind, key, body: own.reduce((tree, node) => tagged(verb, word, tree, node), body) }];
  });
  const left = (Object.keys(leftWords) as (keyof typeof leftWords)[]).flatMap((verdict) => {
    const count = servers.filter((s) => s.verdict === verdict).length;
    return count === 0 ? [] : [leftWords[verdict](plural(count, 'server'), verb)];
  });
  return { put, servers: meant.length, left };
}

function verdictOf(verb: TagVerb, word: string, { own, inherited }: NodeTags, { origin }: ConfigItem): Verdict {
  const [isOwn, isInherited] = [own.includes(word), inherited.includes(word)];
  if (verb === 'add' ? isOwn || isInherited : !isOwn && !isInherited) return 'already';
  if (origin === 'file') return 'file';
  if (verb === 'remove') return isOwn ? 'change' : 'cluster';
  return own.length >= MOST_TAGS ? 'full' : 'change';
}

const leftWords: Record<Exclude<Verdict, 'change'>, (servers: string, verb: TagVerb) => string> = {
  already: (servers, verb) => `${servers} ${verb === 'add' ? 'already had it' : 'did not have it'}.`,
  file: (servers) => `Read-only here, because the configuration file has it: ${servers}.`,
  cluster: (servers) => `It is a tag of the whole cluster, to be taken off there: ${servers}.`,
  full: (servers) => `No more than ${MOST_TAGS} tags each: ${servers}.`,
};

/** A list that nothing is left of is taken out. */
function tagged(verb: TagVerb, word: string, body: Tree, { place, own }: NodeTags): Tree {
  const next = verb === 'add' ? [...own, word] : own.filter((tag) => tag !== word);
  return withValue(body, [...place, 'tags'], next.length === 0 ? undefined : next);
}
