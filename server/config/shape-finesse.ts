/** The shape of a cluster of kind `finesse`: an A/B pair, its accounts, and who sits at which site. */
import { isIP } from 'node:net';
import { z } from 'zod';
import {
  accountShape,
  expectWord,
  hostName,
  keyShape,
  list,
  oneOf,
  policyShape,
  resourceName,
  strict,
  tagsShape,
  text,
  tlsShape,
  url,
  whole,
} from './shape-parts';

/** Where REST is (FINESSE §1.1). */
export const DEFAULT_REST_PORT = 8445;

const port = whole(1, 65_535, '').optional();

/** A certificate is for a name; of the names without one, loopback's is no one else's. */
const serverName = hostName
  .refine((v) => isIP(v) === 0, {
    error: 'is an address; the certificate is for a name, so write the server’s full name',
    abort: true,
  })
  .refine((v) => !v.includes(':') && !v.endsWith('.'), 'is not the full name of a server');

const oneOfUrlAndPort = [
  (t: { url?: string | undefined; port?: number | undefined }) => t.url === undefined || t.port === undefined,
  'has both url and port; the port is part of the URL, so choose one',
] as const;

/** Finesse takes passwords as they are (FINESSE §4: SASL PLAIN), so nothing goes without TLS. */
const transportsShape = strict({
  websocket: strict({ url: url(['wss']).optional(), port, expect: expectWord })
    .refine(...oneOfUrlAndPort)
    .optional(),
  bosh: strict({ url: url(['https']).optional(), port, expect: expectWord })
    .refine(...oneOfUrlAndPort)
    .optional(),
  tcp: strict({
    host: hostName.optional(),
    port,
    security: oneOf(['tls', 'starttls']).optional(),
    expect: expectWord,
  }).optional(),
}).refine(
  (t) => Object.values(t).some((v) => v !== undefined),
  'needs at least one of websocket, bosh, tcp; without the key they are found out',
);

const budgetShape = strict({
  requestsPerMinute: whole(10, 6_000, 'requests a minute').optional(),
  megabytesPerMinute: whole(1, 1_024, 'megabytes a minute').optional(),
});

export const serverShape = strict({
  key: keyShape,
  name: text('a name').optional(),
  host: serverName,
  port,
  account: accountShape,
  administrator: accountShape.optional(),
  standby: oneOf(['expected']).optional(),
  transports: transportsShape.optional(),
  resource: resourceName.optional(),
  tls: tlsShape,
  policy: policyShape.optional(),
  budget: budgetShape.optional(),
  tags: tagsShape,
});

/** Digits in quotes: as a number YAML would drop leading zeros. */
const quoted = (what: string, max: number) =>
  z
    .string({
      error: (i) =>
        typeof i.input === 'number'
          ? 'must be in quotes, as a number it would lose leading zeros'
          : i.input === undefined
            ? 'is missing'
            : `must be ${what}, written as text`,
    })
    .trim()
    .min(1, `must not be empty: ${what}`)
    .max(max, `is longer than ${max} characters`);

/** `1000-1999`, or one extension. */
const extensions = quoted('a range of extensions', 64).superRefine((value, context) => {
  const message = rangeFault(value);
  if (message !== null) context.addIssue({ code: 'custom', message });
});

function rangeFault(value: string): string | null {
  const range = rangeOf(value);
  if (range === null) return 'is not an extension or a range of them, as "1000-1999"';
  if (range.from.length !== range.to.length) return 'must have as many digits at both ends';
  return range.from > range.to ? 'runs backward: the smaller extension comes first' : null;
}

/** null: not of that form. `from` and `to` may still differ in length or run backward. */
export function rangeOf(value: string): { from: string; to: string } | null {
  const [, from, to] = /^(\d{1,30})(?:\s*-\s*(\d{1,30}))?$/.exec(value.trim()) ?? [];
  return from === undefined ? null : { from, to: to ?? from };
}

const siteShape = strict({
  site: text('the name of a site'),
  teams: list(quoted('the name or id of a team', 200), 'teams').optional(),
  extensions: list(extensions, 'ranges of extensions').optional(),
  logins: list(quoted('a login id', 256), 'login ids').optional(),
}).refine(
  (s) => s.teams !== undefined || s.extensions !== undefined || s.logins !== undefined,
  'needs at least one of teams, extensions, logins',
);

/** Also as text, which is what a `${NAME}` becomes. */
const loadShape = z.union(
  [z.literal(0), z.literal(1), z.literal('0').transform(() => 0 as const), z.literal('1').transform(() => 1 as const)],
  {
    error: 'must be 0 or 1',
  },
);

export const finesseKeys = {
  key: keyShape,
  name: text('a name'),
  load: loadShape.optional(),
  administrator: accountShape.optional(),
  connectedUsers: text('a place')
    .regex(
      /^[A-Za-z][A-Za-z0-9]{0,63}$|^\?[A-Za-z][A-Za-z0-9]{0,63}=[A-Za-z0-9]{1,64}$/,
      'must be one word of the path after ConnectedUsersInfo, or a question of the form ?name=value',
    )
    .optional(),
  policy: policyShape.optional(),
  servers: strict({ A: serverShape, B: serverShape.optional() }),
  sites: list(siteShape, 'sites').optional(),
  tags: tagsShape,
};
export const finesseClusterShape = strict({ kind: z.literal('finesse'), ...finesseKeys });

export type FinesseClusterShape = z.infer<typeof finesseClusterShape>;
export type ServerShape = z.infer<typeof serverShape>;
export type SiteShape = z.infer<typeof siteShape>;
