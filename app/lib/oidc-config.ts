/** How people sign in here, as it is configured now. */
import type { SignInConfig } from '../../server/config/sign-in';
import { configuration } from './configuration';

/** What cannot be read lets nobody in by itself: passwords still do. */
export async function signInConfig(): Promise<SignInConfig> {
  try {
    return (await configuration()).signIn;
  } catch (error) {
    console.error(error);
    return { oidc: null, onlySingleSignOn: false };
  }
}
