/** Stands in for PostgreSQL where two schemas are compared: the engine wants a connection, and asks it for nothing but its version. */
import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';

const ASSUMED_VERSION = 150_000;

const connection: SqlDriverAdapter = {
  provider: 'postgres',
  adapterName: 'no server',
  queryRaw: async (): Promise<SqlResultSet> => ({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [5, 7, 0],
    rows: [[true, 'PostgreSQL 15', ASSUMED_VERSION]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  startTransaction: () => Promise.reject(new Error('there is no server to begin a transaction on')),
  dispose: async () => undefined,
};

export const serverlessAdapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'no server',
  connect: async () => connection,
  connectToShadowDb: async () => connection,
};
