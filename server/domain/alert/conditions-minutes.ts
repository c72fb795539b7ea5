/** Conditions on what is counted of a server minute by minute. */
import { type RuleCondition, type RuleWhere, type ServerMinute, serverKeyOf } from '#contract';
import { placeOf } from './conditions-servers';
import type { AlertFacts } from './facts';
import { type Finding, finding } from './finding';
import { serversIn } from './where';

type Of<K extends RuleCondition['of']> = Extract<RuleCondition, { of: K }>;
const MINUTE_MS = 60_000;

/** `leastEvents`: that there must be in the last three of the minutes that count. */
export function eventDelays(
  facts: AlertFacts,
  { overMs, leastEvents }: Of<'event-delay'>,
  where: RuleWhere,
): Finding[] {
  // What waited for us while we stood still is not late.
  const isOurs = (m: ServerMinute) =>
    facts.unobserved.some((u) => u.from < m.from + MINUTE_MS && u.to > m.from - MINUTE_MS);
  const isOver = (m: ServerMinute) => (m.eventDelay?.p95Ms ?? 0) > overMs && !isOurs(m);
  return minuteFindings(facts, where, isOver).flatMap(({ server, run }) => {
    const counted = run.slice(-3).reduce((sum, m) => sum + (m.eventDelay?.count ?? 0), 0);
    const last = run.at(-1)?.eventDelay;
    if (last == null || counted < leastEvents) return [];
    const key = serverKeyOf(server.clusterKey, server.nodeKey);
    return [
      finding({
        ...placeOf(server),
        subject: `delay ${key}`,
        begunAt: run[0]?.from ?? 0,
        title: `${server.nodeName} (side ${server.side}) tells events late`,
        sample: `p95 ${Math.round(last.p95Ms)} ms, ${counted} events in 3 min`,
        affected: { servers: [key], transports: [], teams: [], agents: 0 },
      }),
    ];
  });
}

export function crowdedSides(facts: AlertFacts, { over }: Of<'crowded-side'>, where: RuleWhere): Finding[] {
  const total = (m: ServerMinute) => m.connectedUsers?.total ?? m.performance?.activeAgents ?? 0;
  return minuteFindings(facts, where, (m) => total(m) > over).map(({ server, run }) => {
    const agents = Math.max(...run.slice(-1).map(total));
    const key = serverKeyOf(server.clusterKey, server.nodeKey);
    return finding({
      ...placeOf(server),
      subject: `crowd ${key}`,
      begunAt: run[0]?.from ?? 0,
      title: `${server.nodeName} (side ${server.side}) carries ${agents} agents`,
      sample: `${agents} connected users`,
      affected: { servers: [key], transports: [], teams: [], agents },
    });
  });
}

export function queuedTasks(facts: AlertFacts, { over }: Of<'queued-tasks'>, where: RuleWhere): Finding[] {
  const tasks = (m: ServerMinute) => m.performance?.queuedTasks ?? 0;
  return minuteFindings(facts, where, (m) => tasks(m) > over).map(({ server, run }) =>
    finding({
      ...placeOf(server),
      subject: `tasks ${serverKeyOf(server.clusterKey, server.nodeKey)}`,
      begunAt: run[0]?.from ?? 0,
      title: `${server.nodeName} (side ${server.side}) has tasks queued`,
      sample: `${Math.max(...run.slice(-1).map(tasks))} tasks queued`,
    }),
  );
}

/** The unbroken run of such minutes up to the last one, of every server that has one. */
function minuteFindings(facts: AlertFacts, where: RuleWhere, isOver: (m: ServerMinute) => boolean) {
  return serversIn(facts, where).flatMap((server) => {
    const minutes = facts.minutes.get(serverKeyOf(server.clusterKey, server.nodeKey)) ?? [];
    const lastGood = minutes.findLastIndex((m) => !isOver(m));
    const run = minutes.slice(lastGood + 1);
    return run.length === 0 ? [] : [{ server, run }];
  });
}
