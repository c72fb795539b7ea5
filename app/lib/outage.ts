/** One incident in review: everything that is read of it, put together. */
import { z } from 'zod';
import {
  agentKeyOf,
  type Disconnect,
  type EventOf,
  type GroupRecord,
  incidentFor,
  isInScope,
  type OutageReview,
  type Scope,
  type ServerView,
  serverKeyOf,
  type TargetState,
} from '#contract';
import { causeWords, rungName } from '../../components/board/service';
import { failureSentence } from '../../components/format/failure-sentence';
import { transportName } from '../../components/format/names';
import { feedName, outcomeWords } from '../../components/health/words';
import { internalKey } from '../../server/config/internal-key';
import { createPseudonyms } from '../../server/config/pseudonyms';
import { NOBODY } from '../../server/domain/history/forget';
import { lostSoFar } from '../../server/domain/review/outage/agents';
import {
  affectedBy,
  DAY_BEFORE_MS,
  lanesOf,
  type OutageReads,
  type OutageWindow,
  observerFactTypes,
  outageWindow,
  type ReviewWords,
  serverFactTypes,
  targetFactTypes,
} from '../../server/domain/review/outage/reads';
import { outageReview } from '../../server/domain/review/outage/review';
import { unobservedWithin } from '../../server/domain/unobserved';
import { env } from './env';
import { ownZone, zoneName } from './range-query';
import { loadSeries } from './series';
import { type Reads, store } from './store';
import { wallTime } from './time';

export const reviewQuery = z.object({
  names: z.enum(['0', '1']).default('0').describe('1: agents by their names, which is audited.'),
});
export const bundleQuery = reviewQuery.extend({ zone: zoneName.optional() });

export interface OutageAsked {
  id: string;
  /** Agents by their names: audited by whoever answers. */
  names: boolean;
  /** What the asker may see. */
  scope: Scope;
}

const FACTS_READ = 5_000;
/** An agent's verdicts change a few times in an outage; those who flap must not crowd out the others. */
const VERDICTS_READ = 8_000;
/** For those who may see how alerting is set up, over all teams. */
const ofAlerting: ReadonlySet<string> = new Set(['alerting-configured', 'silence-changed']);
const SESSIONS_SHOWN = 12;
const RTT_SHOWN = 6;
const RTT_POINTS = 200;

/** null = no such incident, or nothing of it is theirs. */
export async function loadOutage({ id, names, scope }: OutageAsked): Promise<OutageReview | null> {
  const reads = await store();
  const at = wallTime();
  const found = await reads.incidentSnapshot(id, at);
  const incident = found === null ? null : incidentFor(found.incident, scope);
  if (found === null || incident === null) return null;
  const window = outageWindow(incident, at);
  const day = { from: window.trouble.from - DAY_BEFORE_MS, to: window.to + 1 };
  const targets = await targetsOf(reads, incident);
  const shown = targets.slice(0, SESSIONS_SHOWN);
  const [servers, disconnects, groups, targetFacts, observerFacts, observer, gaps, thrownAway] = await Promise.all([
    incident.clusterKey === null ? [] : reads.serversOf(incident.clusterKey),
    disconnectsOf(reads, incident.clusterKey, window, scope),
    groupsOf(reads, incident.clusterKey, window, scope),
    reads.factsBetween(
      shown.map((t) => t.key),
      targetFactTypes,
      day,
      FACTS_READ,
    ),
    reads.observerFactsBetween(
      observerFactTypes.filter((type) => scope === null || !ofAlerting.has(type)),
      day,
      FACTS_READ,
    ),
    reads.observer(),
    reads.unobservedBetween(window),
    reads.thrownAway(),
  ]);
  const [configured, serverFacts, sessions, rtt, verdicts] = await Promise.all([
    Promise.all(shown.map((t) => reads.configuredBefore(t.key, day.from))),
    reads.subjectFactsBetween(servers.map(keyOfServer), serverFactTypes, day, FACTS_READ),
    Promise.all(
      shown.map(async ({ key }) => ({
        target: key,
        intervals: await reads.intervalsBetween(key, window.from, window.to),
      })),
    ),
    Promise.all(shown.slice(0, RTT_SHOWN).map((t) => rttOf(t, window, scope))),
    verdictsOf(
      reads,
      lanesOf(affectedBy(incident, disconnects, window) ?? [], (d) => lostSoFar(d, at) ?? 0),
      window,
    ),
  ]);
  const all: OutageReads = {
    ...{ at, incident, window, servers, disconnects, groups, sessions, observerFacts, verdicts, thrownAway, names },
    ...{
      deliveries: scope === null ? found.deliveries : [],
      clusterName: targets[0]?.clusterName ?? incident.clusterKey,
    },
    ...{ serverFacts, targets, sessionsLeftOut: targets.length - shown.length },
    targetFacts: [...configured.flat(), ...targetFacts],
    unobserved: unobservedWithin(gaps, observer?.aliveAt ?? null, window.from, Math.min(at, window.to)),
    rtt: rtt.flatMap((lane) => lane ?? []),
    pseudonymOf: createPseudonyms(Buffer.from(internalKey(env().dataDir).reveal(), 'hex')),
    words,
  };
  return outageReview(all);
}

const words: ReviewWords = {
  failure: failureSentence,
  rung: rungName,
  cause: causeWords,
  outcome: outcomeWords,
  transport: transportName,
  feed: (feed) => feedName(feed),
};

const keyOfServer = (s: ServerView): string => serverKeyOf(s.clusterKey, s.nodeKey);

/** Those that it names first, then its server's, then its cluster's. */
async function targetsOf(reads: Reads, i: OutageReview['incident']): Promise<TargetState[]> {
  const rank = (t: TargetState) => (i.affected.transports.includes(t.key) ? 0 : t.nodeKey === i.nodeKey ? 1 : 2);
  const known = (await reads.targetsKnown()).filter((t) => t.clusterKey === i.clusterKey);
  return known
    .filter((t) => !t.archived || rank(t) === 0)
    .sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

async function disconnectsOf(
  reads: Reads,
  clusterKey: string | null,
  { from, to }: OutageWindow,
  scope: Scope,
): Promise<Disconnect[]> {
  if (clusterKey === null) return [];
  const all = await reads.disconnectsBetween(clusterKey, { from, to: to + 1 });
  return scope === null ? all : all.filter((d) => isInScope(scope, d.clusterKey, d.teamId));
}

/** Whole ones; to who may see only some teams, each team's share stands for them. */
async function groupsOf(
  reads: Reads,
  clusterKey: string | null,
  window: OutageWindow,
  scope: Scope,
): Promise<GroupRecord[]> {
  if (clusterKey === null) return [];
  const all = await reads.groupsBetween(clusterKey, window);
  if (scope === null) return all;
  return all.flatMap((g) =>
    g.teamId !== null && isInScope(scope, g.clusterKey, g.teamId) ? [{ ...g, teamId: null }] : [],
  );
}

async function rttOf({ key, nodeName, transport }: TargetState, { from, to }: OutageWindow, scope: Scope) {
  const series = await loadSeries({ key, from, to, zone: ownZone(), points: RTT_POINTS }, scope);
  return series === null ? null : { target: key, nodeName, transport, points: series.points, whole: series.whole };
}

async function verdictsOf(
  reads: Reads,
  of: readonly Disconnect[],
  { from, to }: OutageWindow,
): Promise<Map<string, EventOf<'agent-health-changed'>[]>> {
  const subjects = [...new Set(of.filter((d) => d.loginId !== NOBODY).map((d) => agentKeyOf(d.clusterKey, d.loginId)))];
  const facts = await reads.subjectFactsBetween(
    subjects,
    ['agent-health-changed'],
    { from, to: to + 1 },
    VERDICTS_READ,
  );
  const byLogin = new Map<string, EventOf<'agent-health-changed'>[]>();
  for (const fact of facts) {
    const list = byLogin.get(fact.loginId);
    if (list === undefined) byLogin.set(fact.loginId, [fact]);
    else list.push(fact);
  }
  return byLogin;
}
