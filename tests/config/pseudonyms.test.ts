/** A pseudonym is always the same for one key, and another for every other login, cluster and key. */
import { expect, it } from 'vitest';
import { createPseudonyms } from '../../server/config/pseudonyms';
import { isForgotten } from '../../server/domain/history/forget';

it('depends on key, cluster and login, and tells none of them', () => {
  const [one, other] = [createPseudonyms(new Uint8Array(32).fill(1)), createPseudonyms(new Uint8Array(32).fill(2))];
  const made = [
    one('cc', 'kurz'),
    one('cc', 'lang'),
    one('dd', 'kurz'),
    other('cc', 'kurz'),
    one('cc', 'c'),
    one('c', 'cc'),
  ];
  expect(new Set(made).size).toBe(made.length);
  expect(one('cc', 'kurz')).toBe(made[0]);
  for (const name of made) {
    expect(name).toMatch(/^pseudonym:[A-Za-z0-9_-]{16}$/);
    expect(isForgotten(name)).toBe(true);
  }
  expect(isForgotten('kurz')).toBe(false);
});
