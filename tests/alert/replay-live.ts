/** The same facts twice: told live to the alerts, and kept as the store keeps them for a replay. */
import {
  type AgentView,
  type AlertRule,
  type ClusterView,
  completeRule,
  type Event,
  foldAgent,
  foldCluster,
  foldServer,
  foldTarget,
  type ReplayFiring,
  type RuleCondition,
  type RuleInput,
  type ServerView,
  type TargetState,
} from '#contract';
import { createAlertBook } from '../../server/domain/alert/book';
import { createAlertFacts } from '../../server/domain/alert/facts';
import { slotsOfRollups } from '../../server/domain/alert/replay/slots';
import { everywhere } from '../../server/domain/alert/rules';
import { resolutionMs, rollUp } from '../../server/domain/history/rollup';
import { unobservedBy } from '../../server/domain/unobserved';
import { replayRule } from '../../server/store/alert/replay';
import type { ReplayReads } from '../../server/store/alert/replay-reads';

export const GRID_MS = 5_000;
export interface Range {
  from: number;
  to: number;
}
/** `subject begunAt firedAt endedAt`, in seconds of the range. */
export type Line = string;

export function ruleOf(condition: RuleCondition, rest: Partial<RuleInput> = {}): AlertRule {
  return completeRule(
    {
      ...{ key: 'tried', name: 'Tried', condition, where: everywhere, severity: 'ticket', severityOutsideHours: null },
      ...{ audience: 'everybody', forMs: 0, recoverMs: 0, schedule: null, labels: {}, enabled: true, ...rest },
    },
    'own',
  );
}

const lineOf = (range: Range, f: Pick<ReplayFiring, 'subject' | 'begunAt' | 'firedAt' | 'endedAt'>): Line => {
  const s = (at: number | null) => (at === null ? 'on' : String((at - range.from) / 1_000));
  return `${f.subject}: ${s(f.begunAt)} ${s(f.firedAt)} ${s(f.endedAt)}`;
};

/** As the engine does, but looking every five seconds and a millisecond before; nobody looks while the observer stands still. */
export function live(events: readonly Event[], rule: AlertRule, range: Range): Line[] {
  const facts = createAlertFacts();
  const settings = { rules: [rule], windows: [], inServiceHours: null };
  const book = createAlertBook(settings, [], 0);
  const gaps = events.flatMap((e) => unobservedBy(e) ?? []);
  const firing = new Map<string, { subject: string; begunAt: number; firedAt: number }>();
  const lines: Line[] = [];
  let next = 0;
  for (const at of looks(range)) {
    for (let e = events[next]; e !== undefined && e.at <= at; e = events[next]) {
      facts.take(e);
      next += 1;
    }
    if (gaps.some((g) => g.from < at && at < g.to)) continue;
    book.step(facts, at, []);
    const now = new Map(book.alerts().flatMap((a) => (a.state.status === 'firing' ? [[a.subject, a.state]] : [])));
    for (const [subject, f] of firing) {
      if (now.has(subject)) continue;
      lines.push(lineOf(range, { ...f, endedAt: at }));
      firing.delete(subject);
    }
    for (const [subject, { begunAt, firedAt }] of now) firing.set(subject, { subject, begunAt, firedAt });
  }
  for (const f of firing.values()) lines.push(lineOf(range, { ...f, endedAt: null }));
  return lines.sort();
}

export async function replayed(reads: ReplayReads, rule: AlertRule, range: Range): Promise<Line[]> {
  for await (const line of replayRule(reads, { rule, range, now: range.to, serviceHours: null }))
    if (line.line === 'result') return line.result.firings.map((f) => lineOf(range, f)).sort();
  throw new Error('a replay without a result');
}

function* looks({ from, to }: Range): Generator<number> {
  yield from;
  for (let at = from + GRID_MS; at <= to; at += GRID_MS) yield* [at - 1, at];
}

/** What a store would answer that had kept these. */
export function readsOf(events: readonly Event[]): ReplayReads {
  const places = placesOf(events);
  const within = (e: Event, { from, to }: Range) => e.at >= from && e.at < to;
  const inOrder = [...events].sort((a, b) => a.at - b.at);
  const pings = (key: string) =>
    events.flatMap((e) =>
      'targetKey' in e && e.targetKey === key && 'sentAt' in e
        ? [{ at: e.sentAt, rttUs: e.type === 'ping-answered' ? Math.round(e.rttMs * 1_000) : null }]
        : [],
    );
  return {
    replayPlaces: async () => places,
    replayAgents: async () => places.agents,
    replayMarks: async () => new Map(),
    replayUnobserved: async () => events.flatMap((e) => unobservedBy(e) ?? []),
    targetFacts: async (keys, types, span) =>
      inOrder.filter(
        (e) => 'targetKey' in e && keys.includes(e.targetKey) && types.includes(e.type) && within(e, span),
      ),
    targetFactsBefore: async () => [],
    clusterFacts: async (_key, types, span) => inOrder.filter((e) => types.includes(e.type) && within(e, span)),
    serverFactsBefore: async () => [],
    pingHours: async (keys) =>
      new Map(keys.map((key) => [key, slotsOfRollups(rollUp(pings(key), resolutionMs['1h']))])),
    pingSlots: async (key, resolution, days) =>
      slotsOfRollups(
        rollUp(pings(key), resolutionMs[resolution]).filter((r) => days.includes(Math.floor(r.from / 86_400_000))),
      ),
    connectedMinutes: async () => [],
  };
}

function placesOf(events: readonly Event[]) {
  const [targets, servers, clusters, agents] = [
    new Map<string, TargetState>(),
    new Map<string, ServerView>(),
    new Map<string, ClusterView>(),
    new Map<string, AgentView>(),
  ];
  const put = <T>(map: Map<string, T>, key: string, value: T | undefined) => {
    if (value !== undefined) map.set(key, value);
  };
  for (const e of events) {
    if ('targetKey' in e) put(targets, e.targetKey, foldTarget(targets.get(e.targetKey), e));
    else if ('loginId' in e) put(agents, e.loginId, foldAgent(agents.get(e.loginId), e));
    else if ('nodeKey' in e) put(servers, e.nodeKey, foldServer(servers.get(e.nodeKey), e));
    else if ('clusterKey' in e) put(clusters, e.clusterKey, foldCluster(clusters.get(e.clusterKey), e));
  }
  return {
    ...{ targets: [...targets.values()], servers: [...servers.values()] },
    ...{ clusters: [...clusters.values()], agents: [...agents.values()] },
  };
}
