/** Saves what was set up: one cluster or one channel, beside whatever else is there. */
import type { ConfigItem } from '#contract';
import { readConfiguration, sendChange } from '../../settings/form/change';
import { type NewItem, refusalWords } from './cluster-item';

export type Saved = { ok: true; key: string } | { ok: false; words: string };

const TRIES = 3;

/**
 * @param make the item, beside those that are there, or why there can be none
 * Somebody else's change in between does no harm: nothing of theirs is touched, so it is tried again over theirs.
 */
export async function saveItem(
  basePath: string,
  make: (items: readonly ConfigItem[]) => NewItem | { fault: string },
): Promise<Saved> {
  for (let n = 0; n < TRIES; n += 1) {
    const now = await readConfiguration(basePath);
    if (now === null) return { ok: false, words: 'Holdfast does not answer. Nothing was saved; try again.' };
    const item = make(now.items);
    if ('fault' in item) return { ok: false, words: item.fault };
    const answer = await sendChange(basePath, { revision: now.revision, put: [item] });
    switch (answer.is) {
      case 'done':
        return { ok: true, key: item.key };
      case 'refused':
        return { ok: false, words: answer.errors.length === 0 ? answer.sentence : refusalWords(item, answer.errors) };
      case 'silent':
        return { ok: false, words: 'Holdfast does not answer. Nothing was saved; try again.' };
      case 'stale':
        break;
    }
  }
  return { ok: false, words: 'Others change the settings just now. Try again in a moment.' };
}
