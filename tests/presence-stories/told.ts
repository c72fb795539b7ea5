/** What the product told, from its events alone: each agent's tale, disconnects, groups, outages and the promise. */
import type {
  Deadline,
  Disconnect,
  Fact,
  FinesseSide,
  FinesseWill,
  GroupRecord,
  OutageView,
  PresenceHealth,
} from '../../server/contract';
import { wordsOf } from '../domain/presence/words';

export interface Told {
  facts: readonly Fact[];
  /** Health of everybody as last told. */
  health(loginId: string): PresenceHealth | null;
  /** e.g. `97 at-risk A seen not-ready 155.5-157.5`, seconds since the start. */
  tale(loginId: string): string[];
  /** Agents of whom some line of the tale is like that. */
  like(shape: RegExp): string[];
  /** At-risk verdicts as told, in order. */
  risks(): Risk[];
  /** As last told, in the order in which they began to be told. */
  disconnects(): Disconnect[];
  /** Whole groups as last told. */
  groups(): GroupRecord[];
  /** Projections for one team, as last told. */
  groupsOfTeams(): GroupRecord[];
  /** Every outage that was told to be one, as last told, with its cause. */
  outages(): { side: FinesseSide; outage: OutageView; overAt: number | null }[];
  /** The sentence of the promise as last told. */
  promise(): string | null;
  listed(): string[];
  of<T extends Fact['type']>(type: T): FactOf<T>[];
}

export type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>;

export interface Risk {
  loginId: string;
  /** When it was told. */
  at: number;
  side: FinesseSide;
  deadline: Deadline;
  sure: 'seen' | 'inferred';
  lostTo: number;
  will: FinesseWill;
}

export function createTold(startMs: number): { told: Told; publish(fact: Fact): void } {
  const facts: Fact[] = [];
  const byAgent = new Map<string, FactOf<'agent-health-changed'>[]>();
  const second = (ms: number): number => Math.round((ms - startMs) / 100) / 10;
  const of = <T extends Fact['type']>(type: T): FactOf<T>[] =>
    facts.filter((fact): fact is FactOf<T> => fact.type === type);
  const tale = (loginId: string): string[] =>
    (byAgent.get(loginId) ?? []).map(({ at, health }) => `${second(at)} ${wordsOf(health, second)}`);

  function groupsWhere(whole: boolean): GroupRecord[] {
    const last = new Map<string, GroupRecord>();
    for (const fact of of('group-changed'))
      if ((fact.teamId === null) === whole) last.set(`${fact.teamId} ${fact.group.id}`, fact.group);
    return [...last.values()];
  }

  const told: Told = {
    ...{ facts, of, tale },
    health: (loginId) => byAgent.get(loginId)?.at(-1)?.health ?? null,
    like: (shape) => [...byAgent.keys()].filter((loginId) => shape.test(tale(loginId).join(' | '))),
    risks: () => of('agent-health-changed').flatMap(riskOf),
    disconnects() {
      const last = new Map<string, Disconnect>();
      for (const { disconnect } of of('disconnect-changed')) last.set(disconnect.id, disconnect);
      return [...last.values()];
    },
    groups: () => groupsWhere(true),
    groupsOfTeams: () => groupsWhere(false),
    outages: () => outagesOf(of('outage-changed')),
    promise: () => of('cluster-learned').at(-1)?.promise.sentence ?? null,
    listed: () => [...new Set(of('agent-listed').map((fact) => fact.loginId))],
  };
  return {
    told,
    publish(fact) {
      facts.push(fact);
      if (fact.type !== 'agent-health-changed') return;
      const known = byAgent.get(fact.loginId);
      if (known === undefined) byAgent.set(fact.loginId, [fact]);
      else known.push(fact);
    },
  };
}

function riskOf({ loginId, at, health }: FactOf<'agent-health-changed'>): Risk[] {
  if (health.kind !== 'at-risk') return [];
  const { side, deadline, sure, lost, will } = health;
  return [{ loginId, at, side, deadline, sure, lostTo: lost.to, will }];
}

function outagesOf(changes: readonly FactOf<'outage-changed'>[]): ReturnType<Told['outages']> {
  const outages: ReturnType<Told['outages']> = [];
  for (const side of ['A', 'B'] as const) {
    let open: (typeof outages)[number] | null = null;
    for (const { at, outage } of changes.filter((change) => change.side === side)) {
      if (outage === null) {
        if (open !== null) open.overAt = at;
        open = null;
      } else if (open === null) {
        open = { side, outage, overAt: null };
        outages.push(open);
      } else open.outage = outage;
    }
  }
  return outages;
}
