/** The provider as its own description tells of it, read rarely; every request to it is made here. */
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
} from 'openid-client';
import type { EpochMs } from '#contract';
import { isLoopbackHost } from '../../server/config/shape-sign-in';
import type { OidcConfig } from '../../server/config/sign-in';
import { fetchGuarded } from '../../server/net/http';

const KEPT_MS = 5 * 60_000;
const DEADLINE_S = 10;

let kept: { key: string; until: EpochMs; provider: Promise<Configuration> } | null = null;

/** Rejects where the provider does not answer, or describes another issuer. */
export function providerOf(oidc: OidcConfig, at: EpochMs): Promise<Configuration> {
  const key = JSON.stringify([oidc.issuer, oidc.clientId, oidc.clientSecret?.reveal() ?? null]);
  if (kept !== null && kept.key === key && kept.until > at) return kept.provider;
  const provider = discover(oidc);
  const mine = { key, until: at + KEPT_MS, provider };
  kept = mine;
  provider.catch(() => {
    if (kept === mine) kept = null;
  });
  return provider;
}

function discover(oidc: OidcConfig): Promise<Configuration> {
  const secret = oidc.clientSecret?.reveal();
  // Core §3.1.3.7.6 lets a client that asks over TLS trust an ID token without its signature; we check it all the same.
  const execute = [enableNonRepudiationChecks, ...(oidc.isLoopback ? [allowInsecureRequests] : [])];
  return discovery(new URL(oidc.issuer), oidc.clientId, secret, secret === undefined ? None() : secretAuth(secret), {
    ...{ execute, timeout: DEADLINE_S, [customFetch]: guarded },
  });
}

/** RFC 8414 §2: a provider that names no way takes the header. */
function secretAuth(secret: string): ClientAuth {
  const [header, form] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const ways = server.token_endpoint_auth_methods_supported;
    return (ways === undefined || ways.includes('client_secret_basic') ? header : form)(server, ...rest);
  };
}

/** Whatever the description names as an address: nothing goes unprotected to another machine, nor to where nothing may lead, and no redirect is followed. */
const guarded: CustomFetch = (url, { body, method, headers, signal }) => {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && !isLoopbackHost(hostname)) throw new Error('the provider names an address without TLS');
  const sent = body instanceof URLSearchParams ? body.toString() : body;
  if (sent != null && typeof sent !== 'string') throw new Error('only forms are sent to a provider');
  return fetchGuarded(url, {
    ...{ method, headers },
    ...(sent == null ? {} : { body: sent }),
    ...(signal === undefined ? {} : { signal }),
  });
};
