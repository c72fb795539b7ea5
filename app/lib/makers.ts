/** Whether what somebody made is still theirs to give. */
import { type MadeRights, rightsNow } from '../../server/domain/people/maker';
import type { PeopleStore, TokenRow } from '../../server/store/people/port';
import { personOf } from './persons';

type Made = Pick<TokenRow, 'createdBy' | 'createdAt'>;

/** @returns what it may now; null: nothing, because whoever made it is gone, disabled, or may less than it */
export async function stillMay(store: PeopleStore, made: Made, given: MadeRights): Promise<MadeRights | null> {
  const email = await addressOf(store, made.createdBy);
  const row = email === null ? null : await store.personByEmail(email);
  return rightsNow(row === null ? null : personOf(row), given, made.createdAt);
}

/** Of whoever invites, or offers a new password. */
export async function isAdministrators(store: PeopleStore, made: Made): Promise<boolean> {
  return (await stillMay(store, made, { role: 'administrator', teams: null })) !== null;
}

/** What a key made ends with the key. */
async function addressOf(store: PeopleStore, createdBy: string): Promise<string | null> {
  if (!createdBy.startsWith('key ')) return createdBy;
  return (await store.tokens('key')).find(({ name }) => `key ${name}` === createdBy)?.createdBy ?? null;
}
