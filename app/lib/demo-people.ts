/** The people of the demo: an administrator, and a supervisor of the first team that the simulator tells of. */
import { createHmac } from 'node:crypto';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';
import { people } from './people';
import { createPerson } from './persons';
import { openSignIn } from './signing-in';
import { store } from './store';

export async function demoSignIn(request: Request, as: 'administrator' | 'supervisor'): Promise<Response> {
  const email = `${as}@demo.invalid`;
  const password = createHmac('sha256', internalKey(env().dataDir).reveal()).update(`demo ${as}`).digest('base64url');
  const teams = as === 'administrator' ? null : await firstTeam();
  const name = as === 'administrator' ? 'Demo administrator' : 'Demo supervisor';
  const all = await people();
  const made = await createPerson(all, { name, email, password, role: as, teams });
  const known = made ?? (await all.people.people()).find((person) => person.email === email)?.id ?? '';
  return openSignIn(request, { id: known, email }, 'demo');
}

async function firstTeam() {
  const board = await (await store()).boardSnapshot({ clusterKey: null, teams: null, at: 0 });
  const first = board.agents[0];
  return first === undefined ? [] : [{ clusterKey: first.clusterKey, teamId: first.teamId }];
}
