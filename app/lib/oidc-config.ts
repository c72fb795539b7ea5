/** How people sign in here, as it is configured now. */

import { environmentVariables } from '../../server/config/env';
import { loadConfig } from '../../server/config/file';
import type { SignInConfig } from '../../server/config/sign-in';
import { env } from './env';

export async function signInConfig(): Promise<SignInConfig> {
  const result = loadConfig(env().configFile, environmentVariables(), { instanceId: 'none' });
  return result.ok ? result.config.signIn : { oidc: null, onlySingleSignOn: false };
}
