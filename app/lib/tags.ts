/** The tags of servers as they are configured now. While holdfast.yaml is being edited and refused there are none: lists of targets go on. */
import type { Configuration, NodeTags } from '#contract';
import { configuration, configurationView } from './configuration';

export async function nodeTagsNow(): Promise<NodeTags[]> {
  try {
    return (await configuration()).tags;
  } catch {
    return [];
  }
}

/** The clusters as well, to change the tags in. Throws as `configurationView`. */
export async function clustersToTag(): Promise<Pick<Configuration, 'revision' | 'items'>> {
  const { revision, items } = await configurationView();
  return { revision, items: items.filter((item) => item.kind === 'cluster') };
}
