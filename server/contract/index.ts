/** The contract between worker, dashboard and browser: schemas, types and the pure functions that all three share. Imports zod only. */
export * from './agents';
export * from './alert-snapshots';
export * from './alerts';
export * from './board';
export * from './commands';
export * from './events';
export * from './failure';
export * from './history';
export * from './identity';
export * from './live';
export * from './presence';
export * from './presence-events';
export * from './projection';
export * from './scope';
export * from './servers';
export * from './state';
