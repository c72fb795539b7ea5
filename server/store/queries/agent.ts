/** What an agent's page starts from: who it is, what was thought of the connection and when, and each disconnect. */
import { type AgentSnapshot, agentKeyOf, type Event, type EventOf, type EventType } from '#contract';
import { healthSpans, STATES_AFTER_MS, stateSpans } from '../../domain/agent-history';
import { unobservedWithin } from '../../domain/unobserved';
import type { PrismaClient, Query } from '../connection';
import { readStoredEvent, type StoredEvent } from '../stored-event';
import { disconnectsOf, ofAgentRows } from './disconnects';
import { documentRow, documentsOf, presentRows } from './documents';
import { unobservedRows, unobservedSpansOf } from './intervals';
import { latestRunRows, observerOf } from './observer';
import { positionOf, positionRows } from './position';
import { ofClusters } from './scope';

/** For as long named data is kept, and no more than that many. */
const DISCONNECTS_SHOWN_MS = 30 * 86_400_000;
const DISCONNECTS_SHOWN = 200;

export async function agentSnapshot(
  db: PrismaClient,
  agent: { clusterKey: string; loginId: string },
  at: number,
  windowMs: number,
): Promise<AgentSnapshot | null> {
  const key = agentKeyOf(agent.clusterKey, agent.loginId);
  const from = Math.max(0, at - windowMs);
  const inCluster = ofClusters(agent.clusterKey);
  const [position, run, agents, clusters, servers, before, verdicts, states, disconnectRows, unobserved] =
    await db.$transaction([
      positionRows(db),
      latestRunRows(db),
      documentRow(db, 'agent', key),
      presentRows(db, 'cluster', inCluster),
      presentRows(db, 'server', inCluster),
      verdictBeforeRows(db, key, from),
      factRows(db, key, 'agent-health-changed', from),
      // A state is recorded when its disconnect begins, minutes after it began itself, and is told in order of time.
      factRows(db, key, 'agent-state-recorded', Math.max(0, from - STATES_AFTER_MS)),
      ofAgentRows(db, agent, Math.max(0, at - DISCONNECTS_SHOWN_MS), DISCONNECTS_SHOWN),
      unobservedRows(db, { from, to: null }),
    ]);
  const view = documentsOf('agent', agents)[0];
  const cluster = documentsOf('cluster', clusters)[0];
  if (view === undefined || cluster === undefined) return null;
  const observer = observerOf(run);
  const disconnects = disconnectsOf(disconnectRows);
  const absences = unobservedWithin(unobservedSpansOf(unobserved), observer?.aliveAt ?? null, from, at);
  return {
    ...positionOf(position),
    at,
    observer,
    cluster,
    agent: view,
    servers: documentsOf('server', servers),
    from,
    health: healthSpans(factsOf('agent-health-changed', [...before, ...verdicts]), absences, from, at),
    states: stateSpans(factsOf('agent-state-recorded', states), disconnects, absences, from, at),
    disconnects,
  };
}

/** Facts of one type about one agent since then. */
function factRows(db: PrismaClient, subject: string, type: EventType, from: number): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE subject = ${subject} AND type = ${type} AND at >= ${BigInt(from)} ORDER BY seq`;
}

/** The last verdict before the window. */
function verdictBeforeRows(db: PrismaClient, subject: string, from: number): Query<StoredEvent[]> {
  return db.$queryRaw<StoredEvent[]>`
    SELECT seq, type, v, body FROM event
    WHERE subject = ${subject} AND type = 'agent-health-changed' AND at < ${BigInt(from)} ORDER BY at DESC, seq DESC LIMIT 1`;
}

function factsOf<T extends EventType>(type: T, rows: readonly StoredEvent[]): EventOf<T>[] {
  const isOfType = (e: Event): e is EventOf<T> => e.type === type;
  return rows.map((row): Event => readStoredEvent(row)).filter(isOfType);
}
