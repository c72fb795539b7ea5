/** Tags: words that somebody puts on clusters and servers, to find their targets by. They change nothing of what is measured. */
import { z } from 'zod';
import { slug } from './identity';
import { targetState } from './state';

export const MOST_TAGS = 10;
export const tagWord = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,31}$/,
    'a tag is 1 to 32 of a-z, 0-9, ".", "_" and "-", starting with a letter or digit',
  );

/** The tags of one server, and where they stand. */
export const nodeTags = z.object({
  clusterKey: slug,
  nodeKey: slug,
  /** Of the server within its cluster's item: `['nodes', 1]`, `['servers', 'A']`. */
  place: z.array(z.union([z.string(), z.number()])),
  own: z.array(tagWord),
  /** Its cluster's. */
  inherited: z.array(tagWord),
});
export type NodeTags = z.infer<typeof nodeTags>;

/** A target with the tags of its server, its cluster's first. */
export const taggedTarget = targetState.extend({ tags: z.array(tagWord) });
export type TaggedTarget = z.infer<typeof taggedTarget>;

type OfNode = Pick<NodeTags, 'clusterKey' | 'nodeKey'>;

/** Each once: the cluster's, then its own. A server that is configured no more has none. */
export function tagsOfNode(all: readonly NodeTags[], node: OfNode): string[] {
  const found = all.find((one) => one.clusterKey === node.clusterKey && one.nodeKey === node.nodeKey);
  return found === undefined ? [] : [...new Set([...found.inherited, ...found.own])];
}
