/** Single sign-on over OpenID Connect: sends the browser to the provider, and lets in whom it sends back with a proof. */
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { OidcConfig } from '../../server/config/sign-in';
import { type Claims, readClaims } from '../../server/domain/sign-in/claims';
import { ownPath } from '../../server/domain/sign-in/own-path';
import { audit } from './audit-log';
import { env } from './env';
import { providerOf } from './oidc-provider';
import { seat } from './oidc-seat';
import { endTrip, noTripCookie, TRIP_MS, type Trip, tripCookie } from './oidc-trip';
import { openSignIn } from './signing-in';
import { wallTime } from './time';

/** Why it came to nothing; the sign-in page has a sentence for each. */
export type OidcTrouble = 'provider-away' | 'begin-again' | 'declined' | 'not-proved';

export async function beginOidc(request: Request, oidc: OidcConfig): Promise<Response> {
  const at = wallTime();
  const provider = await providerOf(oidc, at).catch((error: unknown) => told('provider does not answer', error));
  if (provider === null) return backToSignIn(request, 'provider-away');
  const verifier = randomPKCECodeVerifier();
  const trip: Trip = {
    ...{ state: randomState(), nonce: randomNonce(), verifier, issuer: oidc.issuer, until: at + TRIP_MS },
    redirectUri: `${originOfUs(request)}${env().basePath}/api/v1/session/oidc/callback`,
    next: ownPath(new URL(request.url).searchParams.get('next')),
  };
  const to = buildAuthorizationUrl(provider, {
    ...{ redirect_uri: trip.redirectUri, scope: oidc.scopes.join(' '), state: trip.state, nonce: trip.nonce },
    ...{ code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  return goTo(to.href, await tripCookie(request, trip));
}

/** As the browser sees us; the provider sends codes only to addresses that it was told before. */
function originOfUs(request: Request): string {
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? '';
  const protocol = request.headers.get('x-forwarded-proto') === 'https' ? 'https' : 'http';
  const origin = `${protocol}://${host}`;
  return URL.canParse(origin) ? new URL(origin).origin : 'http://holdfast.invalid';
}

export async function finishOidc(request: Request, oidc: OidcConfig): Promise<Response> {
  const at = wallTime();
  const query = new URL(request.url).searchParams;
  const ended = await endTrip(request, query.get('state'), at);
  if (ended.status !== 'ok') return refuse(request, oidc, 'begin-again', ended.status);
  const { trip } = ended;
  if (trip.issuer !== oidc.issuer) return refuse(request, oidc, 'begin-again', 'another provider');
  const error = query.get('error');
  if (error !== null) return refuse(request, oidc, error === 'access_denied' ? 'declined' : 'not-proved', 'provider');
  const provider = await providerOf(oidc, at).catch((cause: unknown) => told('provider does not answer', cause));
  if (provider === null) return refuse(request, oidc, 'provider-away', 'description');
  const claims = await claimsOf(provider, trip, query).catch((cause: unknown) => told('nothing was proved', cause));
  if (claims === null) return refuse(request, oidc, 'not-proved', 'code or token');
  const read = readClaims(claims, oidc.rules);
  const who = await seat(request, oidc, { subject: String(claims.sub), read });
  if (who.status === 'refused') return backToSignIn(request, who.reason);
  const there = goTo(`${env().basePath}${trip.next}`, noTripCookie(request));
  return openSignIn(request, who.person, `single sign-on, ${oidc.name}`, there);
}

/** The ID token's, and what only the second door tells. Throws on whatever proves nothing. */
async function claimsOf(provider: Configuration, trip: Trip, query: URLSearchParams): Promise<Claims> {
  const came = new URL(trip.redirectUri);
  came.search = query.toString();
  const tokens = await authorizationCodeGrant(provider, came, {
    ...{ expectedState: trip.state, expectedNonce: trip.nonce, pkceCodeVerifier: trip.verifier, idTokenExpected: true },
  });
  const proved = tokens.claims();
  if (proved === undefined) throw new Error('no ID token');
  if (provider.serverMetadata().userinfo_endpoint === undefined) return proved;
  return { ...(await fetchUserInfo(provider, tokens.access_token, proved.sub)), ...proved };
}

async function refuse(request: Request, { name }: OidcConfig, trouble: OidcTrouble, why: string): Promise<Response> {
  await audit(request.headers, { actor: '-', action: 'sign-in-refused', subject: name, detail: { trouble, why } });
  return backToSignIn(request, trouble);
}

function backToSignIn(request: Request, trouble: string): Response {
  return goTo(`${env().basePath}/sign-in?trouble=${trouble}`, noTripCookie(request));
}

/** RFC 9110 §15.4.4. */
function goTo(location: string, cookie: string): Response {
  return new Response(null, { status: 303, headers: { location, 'set-cookie': cookie, 'cache-control': 'no-store' } });
}

/** For the log: which rule was broken, never what was in a token or an answer. */
function told(msg: string, error: unknown): null {
  const text = (key: string): string | null => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : null;
    return typeof value === 'string' ? value : null;
  };
  console.error(JSON.stringify({ msg: `single sign-on: ${msg}`, name: text('name'), code: text('code') }));
  return null;
}
