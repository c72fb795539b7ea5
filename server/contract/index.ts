/** The contract between worker, dashboard and browser: schemas, types and the pure functions that all three share. Imports zod only. */
export * from './commands';
export * from './events';
export * from './failure';
export * from './identity';
export * from './live';
export * from './presence';
export * from './projection';
export * from './state';
