/** The tags of servers as they are configured now. */
import type { NodeTags } from '#contract';
import { configuration } from './configuration';

/** A list of targets must not fail because holdfast.yaml is being edited: while it is refused, there are no tags. */
export async function nodeTagsNow(): Promise<NodeTags[]> {
  try {
    return (await configuration()).tags;
  } catch {
    return [];
  }
}
