/** The dashboard's clock, one per process. */
import { createSystemTime } from '../../server/time/system-time';
import type { Time } from '../../server/time/time';

let made: Time | null = null;

export function time(): Time {
  made ??= createSystemTime({ keepAlive: false });
  return made;
}
