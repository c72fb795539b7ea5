/** The Performance API: `list` and `read` of the counters that FINESSE §1.6 names, in the words of its JMX bridge. */
import { z } from 'zod';
import type { EpochMs } from '#contract';
import type { PerformanceCounters } from '../model';
import { jsonReply, type Reply } from './reply';

const performanceRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('list'), service: z.string().optional() }),
  z.object({ type: z.literal('read'), mbean: z.string().min(1), attribute: z.string().min(1).optional() }),
]);

interface Bean {
  service: 'tomcat' | 'openfire';
  name: string;
  attributes: Readonly<Record<string, (counters: PerformanceCounters) => number | string>>;
}

const beans: readonly Bean[] = [
  {
    service: 'tomcat',
    name: 'com.cisco.ccbu:category=AWSSubsystem,component0=AWS Statistics Counter',
    attributes: {
      NumOfActiveAgentsLoggedIn: (c) => c.numOfActiveAgentsLoggedIn,
      NumOfAgentsLoggedIn: (c) => c.numOfAgentsLoggedIn,
      TotalCallsInSystem: (c) => c.totalCallsInSystem,
    },
  },
  {
    service: 'tomcat',
    name: 'com.cisco.ccbu:category=AWSSubsystem,component0=AWS Subsystem State Counter',
    attributes: { 'AWS System State': (c) => c.systemState },
  },
  {
    service: 'tomcat',
    name: 'com.cisco.ccbu:category=AWSSubsystem,component0=CTI Statistics Counter',
    attributes: { AverageProcessingTime: (c) => c.ctiAverageProcessingTimeMs },
  },
  {
    service: 'tomcat',
    name: 'com.cisco.ccbu:category=WebAppStats,component0=Web Application Statistics',
    attributes: { RequestLongestTime: (c) => c.requestLongestTimeMs },
  },
  { service: 'tomcat', name: 'java.lang:type=Threading', attributes: { ThreadCount: (c) => c.tomcatThreadCount } },
  {
    service: 'tomcat',
    name: 'java.lang:type=OperatingSystem',
    attributes: { ProcessCpuLoad: (c) => c.processCpuLoad },
  },
  {
    service: 'openfire',
    name: 'com.cisco.ccbu.finesse.openfire:type=PubSubOrderedExecutorStatistics',
    attributes: { ExecutingTaskCount: (c) => c.executingTaskCount, QueuedTaskCount: (c) => c.queuedTaskCount },
  },
  { service: 'openfire', name: 'java.lang:type=Threading', attributes: { ThreadCount: (c) => c.openfireThreadCount } },
];

const OPENFIRE = /^openfire\/\//i;

/** @param body JSON as it came */
export function performanceReply(body: string, counters: PerformanceCounters, at: EpochMs): Reply {
  const parsed = performanceRequest.safeParse(parseJson(body));
  if (!parsed.success) return failed(400, 'java.lang.IllegalArgumentException', 'type must be list or read');
  const request = parsed.data;
  const value = request.type === 'list' ? listOf(request.service ?? '') : readValue(request, counters);
  if (value === null) return failed(404, 'javax.management.InstanceNotFoundException', 'No such MBean or attribute');
  return jsonReply(200, { request, value, timestamp: Math.floor(at / 1000), status: 200 });
}

function listOf(service: string): Record<string, unknown> {
  const wanted = service.toLowerCase() === 'openfire' ? 'openfire' : 'tomcat';
  const domains: Record<string, Record<string, unknown>> = {};
  for (const { name, attributes } of beans.filter((bean) => bean.service === wanted)) {
    const colon = name.indexOf(':');
    const properties: Record<string, unknown> = domains[name.slice(0, colon)] ?? {};
    properties[name.slice(colon + 1)] = {
      attr: Object.fromEntries(Object.keys(attributes).map((attribute) => [attribute, { rw: false }])),
    };
    domains[name.slice(0, colon)] = properties;
  }
  return domains;
}

function readValue(
  { mbean, attribute }: { mbean: string; attribute?: string | undefined },
  counters: PerformanceCounters,
): unknown {
  const service = OPENFIRE.test(mbean) ? 'openfire' : 'tomcat';
  const name = mbean.replace(OPENFIRE, '');
  const bean = beans.find((candidate) => candidate.service === service && candidate.name === name);
  if (bean === undefined) return null;
  if (attribute === undefined)
    return Object.fromEntries(Object.entries(bean.attributes).map(([key, read]) => [key, read(counters)]));
  return Object.hasOwn(bean.attributes, attribute) ? (bean.attributes[attribute]?.(counters) ?? null) : null;
}

const failed = (status: number, errorType: string, error: string): Reply =>
  jsonReply(status, { error_type: errorType, error, status });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
