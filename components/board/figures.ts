/** The figures of the board: what a supervisor counts. Pure. */
import {
  type AgentView,
  type BlamedFeed,
  beganAt,
  type EpochMs,
  isClosedWithoutSigningOut,
  isForcedOut,
  placedGroups,
} from '#contract';
import { quantile } from '../format/units';
import type { BoardModel } from './model';

/** Who comes back later has been somewhere else. */
export const BACK_WINDOW_MS = 60 * 60_000;

export interface Figures {
  connected: { all: number; onA: number; onB: number; unstable: number };
  atRisk: { all: number; onCall: number; nextAt: EpochMs | null };
  /** Finesse acted, and they have not come back; who closed without signing out is not waited for. */
  stillOut: { all: number; since: EpochMs | null };
  /** Of the connections lost in the last hour. */
  back: { all: number; of: number; medianMs: number | null };
  /** `closed`: without signing out, counted apart. */
  forcedOut: { all: number; loggedOut: number; notReady: number; closed: number };
  unknown: { all: number; blame: BlamedFeed | null };
}

/** @param today when the day began */
export function figuresOf(model: BoardModel, now: EpochMs, today: EpochMs): Figures {
  const { totals } = model;
  const atRisk = agentsIn(model, 'at-risk');
  const placed = placedGroups(model.groups.values());
  const isClosed = (agent: AgentView): boolean => {
    const d = agent.disconnectId === null ? undefined : model.disconnects.get(agent.disconnectId);
    return d !== undefined && isClosedWithoutSigningOut(d, placed, now);
  };
  const out = agentsIn(model, 'forced-out').flatMap((agent) => {
    const { health: h } = agent;
    return h.kind === 'forced-out' && h.connectedOn === null && !isClosed(agent) ? [h.at] : [];
  });
  const deadlines = atRisk.map((agent) => dueAt(agent, now)).filter(Number.isFinite);
  return {
    connected: { all: totals.connected + totals.unstable, onA: totals.onA, onB: totals.onB, unstable: totals.unstable },
    atRisk: { all: totals['at-risk'], onCall: totals.atRiskOnCall, nextAt: least(deadlines) },
    stillOut: { all: out.length, since: least(out) },
    ...ofDisconnects(model, placed, now, today),
    unknown: { all: totals.unknown, blame: mostBlamed(model) },
  };
}

function ofDisconnects(
  model: BoardModel,
  placed: ReadonlySet<string>,
  now: EpochMs,
  today: EpochMs,
): Pick<Figures, 'back' | 'forcedOut'> {
  const back = { all: 0, of: 0 };
  const forcedOut = { all: 0, loggedOut: 0, notReady: 0, closed: 0 };
  const took: number[] = [];
  for (const d of model.disconnects.values()) {
    const began = beganAt(d);
    const closed = isClosedWithoutSigningOut(d, placed, now);
    if (!closed && began > now - BACK_WINDOW_MS) {
      back.of += 1;
      if (d.returned !== null) {
        back.all += 1;
        took.push(d.returned.at - began);
      }
    }
    if (d.end === null || d.end.at < today || !isForcedOut(d)) continue;
    if (closed) {
      forcedOut.closed += 1;
      continue;
    }
    forcedOut.all += 1;
    if (d.end.outcome === 'forced-logout') forcedOut.loggedOut += 1;
    else forcedOut.notReady += 1;
  }
  return { back: { ...back, medianMs: quantile(took, 0.5) }, forcedOut };
}

/** When Finesse may act on who is at risk; Infinity: when a call ends, and nobody knows when that is. */
export function dueAt({ health: h }: AgentView, now: EpochMs): number {
  if (h.kind !== 'at-risk') return Number.POSITIVE_INFINITY;
  const { earliest } = h.deadline;
  return h.will === 'after-call' && earliest <= now ? Number.POSITIVE_INFINITY : earliest;
}

/** Teams without such agents are not looked through. */
export function agentsIn(model: BoardModel, kind: AgentView['health']['kind']): AgentView[] {
  return [...model.teams.values()].flatMap((team) =>
    team.totals[kind] === 0 ? [] : [...team.agents.values()].filter((a) => a.health.kind === kind),
  );
}

/** The feed that most of the unknown are to be blamed on. */
function mostBlamed(model: BoardModel): BlamedFeed | null {
  if (model.totals.unknown === 0) return null;
  const counts = new Map<string, { n: number; blame: BlamedFeed }>();
  for (const { health } of agentsIn(model, 'unknown')) {
    if (health.kind !== 'unknown') continue;
    const key = `${health.blame.feed}/${health.blame.side}`;
    counts.set(key, { n: (counts.get(key)?.n ?? 0) + 1, blame: health.blame });
  }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.blame ?? null;
}

function least(times: readonly EpochMs[]): EpochMs | null {
  return times.reduce<EpochMs | null>((a, b) => (a === null || b < a ? b : a), null);
}
