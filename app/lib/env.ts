/** The dashboard's environment, read once per process. */
import { type Env, readEnv } from '../../server/config/env';

let read: Env | null = null;

export function env(): Env {
  read ??= readEnv();
  return read;
}
