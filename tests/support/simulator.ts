/** Starts a simulated XMPP service inside the test process, on free loopback ports. */

import type { SimulatorOptions } from '../../server/simulator/options';
import { type Simulator, startSimulator as start } from '../../server/simulator/simulator';
import { createSystemTime } from '../../server/time/system-time';
import type { Time } from '../../server/time/time';
import { type Authority, createAuthority } from './certificates';

export const testUser = { username: 'holdfast', password: 'secret' };

export interface TestSimulator extends Simulator {
  /** The CA of its certificate, when started with `tls: true`. */
  authority: Authority | null;
}

/**
 * @param options domain `sim.example` and one user, `testUser`, unless told otherwise;
 * `tls: true` adds STARTTLS and the secure ports with a certificate of a throw-away CA for the domain and 127.0.0.1
 */
export async function startSimulator(
  options: Partial<SimulatorOptions> & { tls?: boolean } = {},
  time: Time = createSystemTime({ keepAlive: false }),
): Promise<TestSimulator> {
  const { tls = false, ...rest } = options;
  const domain = rest.domain ?? 'sim.example';
  const authority = tls ? createAuthority() : null;
  const issued = authority?.issue({ names: [domain, '127.0.0.1'] }) ?? null;
  const certificate = issued === null ? null : { cert: issued.cert, key: issued.key };
  const simulator = await start({ domain, users: [testUser], certificate, ...rest }, time);
  return Object.assign(simulator, { authority });
}
