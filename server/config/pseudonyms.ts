/** Pseudonyms that only who has the installation's key could tell apart from guesses. */
import { createHmac } from 'node:crypto';
import { type PseudonymOf, pseudonym } from '../domain/history/forget';

/** Names of this use of the key: it has others. */
const PURPOSE = 'holdfast pseudonym of an agent';
const DIGITS = 16;

export function createPseudonyms(key: Uint8Array): PseudonymOf {
  return (clusterKey, loginId) => {
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([PURPOSE, clusterKey, loginId]))
      .digest('base64url');
    return pseudonym(digest.slice(0, DIGITS));
  };
}
