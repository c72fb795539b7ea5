/** The shape of `signIn` in holdfast.yaml: single sign-on over OpenID Connect. */
import { z } from 'zod';
import { roles } from '#contract';
import { teamNamed } from '../domain/sign-in/claims';
import { list, oneOf, strict, text, url, yesOrNo } from './shape-parts';

const claim = text('the name of a claim');

/** OpenID Connect Core §3.1.2.1 asks for TLS; on this machine itself there is nothing to listen in on. */
const issuer = url(['https', 'http']).refine(
  (value) => !URL.canParse(value) || isSafe(new URL(value)),
  'begins with http: a provider that is not on this machine is reached over https only',
);

function isSafe({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopbackHost(hostname);
}

/** As a URL writes it. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

const team = text('a team').refine((v) => teamNamed(v).length === 1, 'must look like CLUSTER/TEAM');
const domain = text('a domain', 253).regex(/^[^@\s]+$/, 'must be the part after @ alone');

export const oidcKeys = {
  name: text('a name', 40),
  issuer,
  clientId: text('the id of the client', 500),
  clientSecret: text('a secret', 2_000).optional(),
  scopes: list(
    text('a scope').regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'holds a character that no scope can'),
    'scopes',
  ).optional(),
  roleClaim: claim.optional(),
  roles: z.record(z.string(), oneOf(roles), { error: 'must hold values of the claim and their roles' }).optional(),
  defaultRole: oneOf([...roles, 'none']).optional(),
  teamsClaim: claim.optional(),
  teams: z
    .record(z.string(), z.union([team, list(team, 'teams')], { error: 'must be CLUSTER/TEAM, or a list of these' }), {
      error: 'must hold values of the claim and their teams',
    })
    .optional(),
  allowedDomains: list(domain, 'domains').optional(),
  emailsAreVerified: yesOrNo.optional(),
};

const oidc = strict(oidcKeys)
  .refine((o) => (o.roles === undefined) === (o.roleClaim === undefined), 'needs roleClaim and roles, or neither')
  .refine((o) => o.roles !== undefined || (o.defaultRole ?? 'none') !== 'none', {
    error: 'lets nobody in: give roleClaim and roles, or a defaultRole',
    path: ['defaultRole'],
  })
  .refine((o) => o.teams === undefined || o.teamsClaim !== undefined, {
    error: 'needs teamsClaim: the claim whose values these are',
    path: ['teams'],
  });
export type OidcShape = z.infer<typeof oidc>;

export const signInShape = strict({ oidc: oidc.optional(), onlySingleSignOn: yesOrNo.optional() }).refine(
  (s) => s.onlySingleSignOn !== true || s.oidc !== undefined,
  { error: 'needs oidc: nobody could come in', path: ['onlySingleSignOn'] },
);
export type SignInShape = z.infer<typeof signInShape>;
