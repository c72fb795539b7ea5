/** What whoever starts Holdfast for the first time is told: where the first administrator's account is made. */
import type { Env } from '../config/env';
import { setupCode } from '../config/setup-code';
import { openPeopleStore } from '../store/people/store';

/** null: somebody can sign in already, or will without us. The database must have been migrated. Throws `StoreError`. */
export async function firstStartLine(env: Env, url: string): Promise<string | null> {
  if (env.demo || (env.adminEmail !== null && env.adminPassword !== null)) return null;
  const { people } = await openPeopleStore(env.databaseUrl);
  try {
    if ((await people.countPeople()) > 0) return null;
  } finally {
    await people.close();
  }
  return `First start: make the administrator's account at ${url}/set-up?code=${setupCode(env.dataDir)}`;
}
