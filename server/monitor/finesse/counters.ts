/** The performance counters of a server, once a minute, where the release has them and the account may read them (FINESSE §1.6). */
import type { ServerMinute } from '#contract';
import type { RestClient } from '../../finesse/rest/client';
import { isRefusal } from './people-reader';

export type Counters = NonNullable<ServerMinute['performance']>;

const PUBSUB = 'openfire//com.cisco.ccbu.finesse.openfire:type=PubSubOrderedExecutorStatistics';
const SYSTEM = 'java.lang:type=OperatingSystem';
const AGENTS = 'com.cisco.ccbu:category=AWSSubsystem,component0=AWS Statistics Counter';

/** @returns the counters; `refused`: it makes no sense to ask again today; null: not this time */
export async function readPerformance(
  admin: RestClient,
): Promise<{ counters: Counters | 'refused' | null; tookMs: number | null }> {
  const queued = await admin.readCounters(PUBSUB, 'QueuedTaskCount');
  const { tookMs } = queued;
  if (!queued.ok && isRefusal(queued.failure)) return { counters: 'refused', tookMs };
  const cpu = await admin.readCounters(SYSTEM, 'ProcessCpuLoad');
  const agents = await admin.readCounters(AGENTS, 'NumOfActiveAgentsLoggedIn');
  const counters = {
    queuedTasks: queued.ok ? numberIn(queued.value.QueuedTaskCount) : null,
    cpu: cpu.ok ? numberIn(cpu.value.ProcessCpuLoad) : null,
    activeAgents: agents.ok ? numberIn(agents.value.NumOfActiveAgentsLoggedIn) : null,
  };
  const told = Object.values(counters).some((value) => value !== null);
  return { counters: told ? counters : null, tookMs };
}

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
