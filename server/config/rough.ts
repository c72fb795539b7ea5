/** As much of a file as can be recognised while other parts of it are wrong, for checks that look beyond one key. */
import { z } from 'zod';
import { type FinesseSide, finesseSides } from '#contract';

const anyText = z.string().optional().catch(undefined);
const texts = z.array(z.string().catch('')).catch([]);
const portText = z
  .union([z.number(), z.string()])
  .transform((port) => String(port))
  .optional()
  .catch(undefined);
const named = { name: anyText, key: anyText };
const account = z.object({ username: anyText }).optional().catch(undefined);
const tls = z.object({ ca: anyText }).optional().catch(undefined);

const person = z.union([z.string().transform((jid) => ({ jid })), z.object({ jid: anyText })]).catch({});
const watch = z
  .array(
    z
      .union([
        z.string().transform((jid) => ({ jid })),
        z.object({ jid: anyText, team: anyText, people: z.array(person).catch([]) }),
      ])
      .catch({ people: [] }),
  )
  .optional()
  .catch(undefined);

const node = z.object({ ...named, domain: anyText, account, tls, watch }).catch({});
const server = z
  .object({ key: anyText, host: anyText, port: portText, account, administrator: account, tls })
  .optional()
  .catch(undefined);
const site = z.object({ site: anyText, teams: texts, extensions: texts, logins: texts }).catch(empty);

const roughFile = z
  .object({
    clusters: z
      .array(
        z
          .object({
            ...named,
            kind: anyText,
            load: z.unknown().optional(),
            nodes: z.array(node).catch([]),
            watch,
            servers: z.object({ A: server, B: server }).catch({}),
            administrator: account,
            sites: z.array(site).catch([]),
          })
          .catch({ nodes: [], servers: {}, sites: [], load: undefined }),
      )
      .catch([]),
    notify: z
      .object({ channels: z.array(z.object({ tls }).catch({ tls: undefined })).catch([]) })
      .catch({ channels: [] }),
  })
  .catch({ clusters: [], notify: { channels: [] } });

export type RoughFile = z.infer<typeof roughFile>;
export type RoughCluster = RoughFile['clusters'][number];
export type RoughServer = NonNullable<RoughCluster['servers']['A']>;
export type RoughSite = RoughCluster['sites'][number];
export type RoughWatch = NonNullable<RoughCluster['watch']>;

export function roughly(value: unknown): RoughFile {
  return roughFile.parse(value);
}

/** Those that are there, A first. */
export function serversOf(cluster: RoughCluster): [FinesseSide, RoughServer][] {
  return finesseSides.flatMap((side): [FinesseSide, RoughServer][] => {
    const found = cluster.servers[side];
    return found === undefined ? [] : [[side, found]];
  });
}

function empty(): { site: string | undefined; teams: string[]; extensions: string[]; logins: string[] } {
  return { site: undefined, teams: [], extensions: [], logins: [] };
}
