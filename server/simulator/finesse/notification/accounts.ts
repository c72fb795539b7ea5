/** How users sign in on one side: with their Finesse password, which the world checks and locks. */
import { randomBytes } from 'node:crypto';
import { type Credentials, createCredentials } from '../../sasl';
import type { Side } from '../model';
import type { World } from '../world/port';

/** FINESSE §4: Openfire asks Finesse itself, so a password is seen in the clear. Unknown users fail like wrong passwords. */
export function credentialsOf(
  world: World,
  side: Side,
  username: string,
  tokenOwner: (token: string) => string | null,
): Credentials | null {
  return {
    username,
    matches(password) {
      const result = world.authenticate(side, username, password);
      if (result.ok) return true;
      // the token of an SSO user serves as password where a switch lets it
      if (result.why !== 'sso' || world.switches.ssoXmpp !== 'token') return false;
      return tokenOwner(password)?.toLowerCase() === username.toLowerCase();
    },
    // mechanisms that Finesse does not offer: without its lock-out
    scram: (hash) =>
      createCredentials(username, world.passwordOf(username) ?? randomBytes(18).toString('hex')).scram(hash),
  };
}
