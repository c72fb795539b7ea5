/** How many agents are in which health, kept up to date one agent at a time. Pure. */
import type { AgentView, HealthKind } from '#contract';

export type Totals = Readonly<
  Record<HealthKind, number> & {
    all: number;
    /** Of the connected and unstable: by side. */
    onA: number;
    onB: number;
    /** Of those at risk: in the middle of a call. */
    atRiskOnCall: number;
  }
>;

export const noTotals: Totals = {
  ...{ connected: 0, unstable: 0, 'at-risk': 0, 'forced-out': 0, 'logged-out': 0, unknown: 0 },
  ...{ all: 0, onA: 0, onB: 0, atRiskOnCall: 0 },
};

/** Whether two views of one agent count differently. */
export function countsDifferently(a: AgentView | undefined, b: AgentView | undefined): boolean {
  if (a === undefined || b === undefined) return a !== b;
  return a.health.kind !== b.health.kind || sideOf(a) !== sideOf(b) || a.onCall !== b.onCall;
}

/** @param by 1 to add, -1 to take away */
export function counted(totals: Totals, agent: AgentView | undefined, by: 1 | -1): Totals {
  if (agent === undefined) return totals;
  const { kind } = agent.health;
  const side = sideOf(agent);
  return {
    ...totals,
    [kind]: totals[kind] + by,
    all: totals.all + by,
    onA: totals.onA + (side === 'A' ? by : 0),
    onB: totals.onB + (side === 'B' ? by : 0),
    atRiskOnCall: totals.atRiskOnCall + (kind === 'at-risk' && agent.onCall ? by : 0),
  };
}

export function summed(all: Iterable<Totals>): Totals {
  const sum: Record<keyof Totals, number> = { ...noTotals };
  for (const totals of all) for (const key of totalKeys) sum[key] += totals[key];
  return sum;
}

const totalKeys: readonly (keyof Totals)[] = [
  ...(['connected', 'unstable', 'at-risk', 'forced-out', 'logged-out', 'unknown'] as const),
  ...(['all', 'onA', 'onB', 'atRiskOnCall'] as const),
];

/** Where a connected agent is; null: not connected, or nobody tells. */
function sideOf({ health }: AgentView): 'A' | 'B' | null {
  return health.kind === 'connected' || health.kind === 'unstable' ? health.side : null;
}
