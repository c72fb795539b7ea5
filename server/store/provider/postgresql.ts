/** PostgreSQL, through pg: for those who have a server, and a team that keeps it. */
import { PrismaPg } from '@prisma/adapter-pg';
import type { PrismaClient } from '../../../prisma/generated/sqlite/client';
import type { Provider, Role, SqlType } from './port';

/** A server that does not take a connection or finish a statement in time counts as not there. */
const CONNECT_TIMEOUT_MS = 5_000;
const settings: Record<Role, string> = {
  measuring: '-c statement_timeout=30s',
  // A snapshot's statements see one moment, as SQLite's do.
  reading:
    '-c statement_timeout=30s -c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on',
  pages: '-c statement_timeout=30s',
  migrating: '',
};
/** One writer; pages may read side by side. */
const connections: Record<Role, number> = { measuring: 1, reading: 4, pages: 2, migrating: 2 };

const casts: Record<SqlType, (value: string) => string> = {
  bigint: (value) => `(${value})::bigint`,
  int: (value) => `(${value})::int`,
  boolean: (value) => `(${value})::boolean`,
  bytes: (value) => `decode(${value}, 'hex')`,
  text: (value) => value,
  timestamp: (value) => `(${value})::timestamp`,
};

export const postgresql: Provider = {
  name: 'postgresql',
  /** What is a row's own (its header, two index entries) is a hundred bytes; beyond 2,000 it would move to a table of its own. */
  chunkMs: 2 * 3_600_000,
  folder: 'postgres',
  adapterFor: (connectionString, role) =>
    new PrismaPg({
      connectionString,
      max: connections[role],
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: `holdfast ${role}`,
      options: settings[role],
    }),
  async clientOn(adapter, transactionOptions) {
    // Loaded only where it is used. The schemas are the same, and so are the clients' types but for the provider's name.
    const generated = await import('../../../prisma/generated/postgres/client');
    return new generated.PrismaClient({ adapter, transactionOptions }) as unknown as PrismaClient;
  },
  onConnect: [],
  /** The first word with the server: whether it is there at all. */
  preparation: ['SELECT 1'],
  makeRoom: () => undefined,
  identify: (epoch, at) => ({
    sql: 'INSERT INTO meta (id, epoch, last_seq, created_at) VALUES (1, $1, 0, $2) ON CONFLICT (id) DO NOTHING',
    args: [epoch, at],
    argTypes: [
      { scalarType: 'string', arity: 'scalar' },
      { scalarType: 'bigint', arity: 'scalar' },
    ],
  }),
  jsonRows: (columns) => ({
    select: columns.map((type, i) => casts[type](`value ->> ${i}`)).join(', '),
    from: ['jsonb_array_elements(', '::jsonb) AS rows(value)'],
  }),
  /** Text of PostgreSQL holds neither U+0000 nor half a surrogate pair: https://www.postgresql.org/docs/15/datatype-json.html */
  jsonOf: (rows) =>
    JSON.stringify(rows).replace(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (found) =>
      found === '\\\\' ? found : '\\ufffd',
    ),
  jsonPairs: (first, second) => `json_agg(json_build_array(${first}, ${second}) ORDER BY ${first})::text`,
  lines: (text) => `string_agg(${text}, chr(10))`,
  hexOf: (column) => `encode(${column}, 'hex')`,
};
