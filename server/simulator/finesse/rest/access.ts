/** Who asks: credentials of a request against the world's accounts. */
import type { Side } from '../model';
import type { Account, World } from '../world/port';
import { errors, type Reply } from './reply';
import { type RestRequest, readCredentials } from './request';

export type Who = { ok: true; account: Account } | { ok: false; reply: Reply };

/** Access tokens of an identity service that the simulator does not have: made by its control API. */
export interface Tokens {
  /** @returns a new token, or null when there is no such account */
  issue(username: string): string | null;
  ownerOf(token: string): string | null;
}

/** As many as are kept: the oldest give way. */
const MAX_TOKENS = 10_000;

/** A user's tokens are worth nothing any more once single sign-on has expired for them. */
export function createTokens(world: World, newToken: () => string): Tokens {
  const owners = new Map<string, string>();
  world.subscribe((event) => {
    if (event.type !== 'outcome' || event.outcome !== 'sso-expired') return;
    for (const [token, owner] of owners) if (owner === event.loginId) owners.delete(token);
  });
  return {
    issue(username) {
      if (!world.accounts().some((account) => account.username === username)) return null;
      const token = newToken();
      owners.set(token, username);
      const [oldest] = owners.keys();
      if (owners.size > MAX_TOKENS && oldest !== undefined) owners.delete(oldest);
      return token;
    },
    ownerOf: (token) => owners.get(token) ?? null,
  };
}

/** A wrong password counts towards the lock whatever else is wrong with the request. */
export function whoAsks(world: World, side: Side, tokens: Tokens, request: RestRequest): Who {
  const credentials = readCredentials(request.authorization);
  switch (credentials.kind) {
    case 'none':
    case 'unreadable':
      return refused('');
    case 'bearer':
      return ownerOfToken(world, tokens.ownerOf(credentials.token));
    case 'basic': {
      const { username, password } = credentials;
      const checked = world.authenticate(side, username, password);
      return checked.ok ? checked : refused(username);
    }
  }
}

function ownerOfToken(world: World, username: string | null): Who {
  const account = world.accounts().find((candidate) => candidate.username === username);
  return account === undefined ? refused('') : { ok: true, account };
}

const refused = (username: string): Who => ({ ok: false, reply: errors.unauthenticated(username) });
