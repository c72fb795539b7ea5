/** Whether a Finesse server serves, from its parts alone: FINESSE §7. */

export type Parts = Record<'host' | 'tomcat' | 'notification' | 'cti', boolean>;

export type Service =
  | { inService: true }
  /** The first thing that is missing. */
  | { inService: false; reason: 'host' | 'tomcat' | 'notification' | 'cti' | 'standby' };

export function serviceOf(parts: Readonly<Parts>, standby: boolean): Service {
  for (const reason of ['host', 'tomcat', 'notification', 'cti'] as const) {
    if (!parts[reason]) return { inService: false, reason };
  }
  return standby ? { inService: false, reason: 'standby' } : { inService: true };
}
