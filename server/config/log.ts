/** Structured logs, one JSON object a line on standard output. */
import { type Logger, pino } from 'pino';
import type { LogLevel } from './env';

/** What the code needs of a logger. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** @param name the process: `start`, `worker`, `dashboard`, `demo` */
export function createLog(name: string, level: LogLevel): Log {
  return pino({ name, level, redact: ['password', '*.password', 'headers.authorization', 'headers.cookie'] });
}
