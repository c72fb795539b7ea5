/** How people sign in besides with a password, from a checked file; the secret is hidden from here on. */
import type { TeamRef } from '#contract';
import { type ClaimRules, teamNamed } from '../domain/sign-in/claims';
import type { Secret } from '../xmpp/port';
import { secret } from './secret';
import { isLoopbackHost, type OidcShape, type SignInShape } from './shape-sign-in';

export interface OidcConfig {
  /** On the button. */
  name: string;
  issuer: string;
  /** The issuer is this machine itself, where http is as good as https. */
  isLoopback: boolean;
  clientId: string;
  /** null: a public client, which PKCE alone protects. */
  clientSecret: Secret | null;
  scopes: readonly string[];
  rules: ClaimRules;
}

export interface SignInConfig {
  oidc: OidcConfig | null;
  /** Passwords are for administrators alone, who have to come in when the provider is down. */
  onlySingleSignOn: boolean;
}

export function signInOf(shape: SignInShape | undefined): SignInConfig {
  const oidc = shape?.oidc === undefined ? null : oidcOf(shape.oidc);
  return { oidc, onlySingleSignOn: oidc !== null && shape?.onlySingleSignOn === true };
}

function oidcOf(o: OidcShape): OidcConfig {
  const scopes = new Set(['openid', ...(o.scopes ?? ['profile', 'email'])]);
  return {
    ...{ name: o.name, issuer: o.issuer, isLoopback: isLoopbackHost(new URL(o.issuer).hostname) },
    ...{ clientId: o.clientId, clientSecret: o.clientSecret === undefined ? null : secret(o.clientSecret) },
    scopes: [...scopes],
    rules: {
      ...{ roleClaim: o.roleClaim ?? null, roles: o.roles ?? {} },
      defaultRole: o.defaultRole === undefined || o.defaultRole === 'none' ? null : o.defaultRole,
      ...{ teamsClaim: o.teamsClaim ?? null, teams: o.teams === undefined ? null : teamsOf(o.teams) },
      allowedDomains: o.allowedDomains?.map((domain) => domain.toLowerCase()) ?? null,
      emailsAreVerified: o.emailsAreVerified ?? false,
    },
  };
}

function teamsOf(shape: NonNullable<OidcShape['teams']>): Record<string, readonly TeamRef[]> {
  const pairs = Object.entries(shape).map(([value, teams]) => [value, [teams].flat().flatMap(teamNamed)] as const);
  return Object.fromEntries(pairs);
}
