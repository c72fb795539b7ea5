/** The timing of sessions, which nodes and servers have in common. */
import type { SessionPolicy } from './schema';
import type { PolicyShape } from './shape-parts';

const SECOND = 1000;
/** Cisco's desktop pings every 10 s, waits 10 s, and tries again twice. */
const defaults = { pingIntervalS: 10, pingTimeoutS: 10, pingRetries: 2, connectTimeoutS: 30 };

/** Each value of the node, else of its cluster, else the default. */
export function policyOf(cluster: PolicyShape | undefined, node: PolicyShape | undefined): SessionPolicy {
  const of = (name: keyof typeof defaults) => node?.[name] ?? cluster?.[name] ?? defaults[name];
  return {
    pingIntervalMs: of('pingIntervalS') * SECOND,
    pingTimeoutMs: of('pingTimeoutS') * SECOND,
    pingRetries: of('pingRetries'),
    connectTimeoutMs: of('connectTimeoutS') * SECOND,
  };
}
