/** What people see of an agent's state, and what of it may be kept: never a reason of the agent's own choice (DESIGN §5c). */
import type { AgentStatesKept, Disconnect, EpochMs } from '#contract';
import type { Capabilities } from './capabilities';
import { isOnCall } from './clock';
import type { StateEvidence } from './evidence';
import { outcomeTable } from './outcomes';
import type { StateStay } from './timeline';

export interface ShownState {
  state: string;
  /** Our clock; null: told by a snapshot without a stamp, so nobody knows. */
  since: EpochMs | null;
  pendingState: string | null;
  onCall: boolean;
}

/** @returns the state that an agent is in by the last that was told; null = nothing was */
export function shownState(stays: readonly StateStay[]): ShownState | null {
  const stay = stays.at(-1);
  if (stay === undefined) return null;
  const { state, pendingState } = stay.latest;
  return { state, since: knownSince(stay), pendingState, onCall: isOnCall(state) };
}

const knownSince = ({ first, at }: StateStay): EpochMs | null =>
  first.feed === 'rest' && first.serverAt === null ? null : at;

const SAME_MS = 1_000;

export function isSameState(a: ShownState | null, b: ShownState | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.state !== b.state || a.pendingState !== b.pendingState || a.onCall !== b.onCall) return false;
  return a.since === null || b.since === null ? a.since === b.since : Math.abs(a.since - b.since) < SAME_MS;
}

const systemCodes = new Set(outcomeTable.map((r) => `${r.deployment} ${r.state} ${r.code}`));

/** The code and label of a state where CCE or CCX made them; both null where there is none or the agent chose it. */
export function publicCode(
  e: Pick<StateEvidence, 'state' | 'code' | 'label' | 'systemCode'>,
  deployment: Capabilities['deployment'],
): { code: number | null; label: string | null } {
  const isSystem = e.systemCode ?? systemCodes.has(`${deployment.type} ${e.state} ${e.code}`);
  if (e.code === null || e.code === -1 || !isSystem) return { code: null, label: null };
  return { code: e.code, label: e.label };
}

/** States are kept this long before and after a disconnect (DESIGN §5b). */
export const KEPT_BEFORE_MS = 300_000;
export const KEPT_AFTER_MS = 900_000;

/** Told twice, a state is still one. */
const LATE_MS = 2_000;

export interface KeptStay {
  stay: StateStay;
  disconnectId: string | null;
}

/**
 * What of an agent's states may be stored, and around which disconnect: nothing else ever is (DESIGN §5c).
 *
 * @param stays in order of time
 * @param d the last disconnect, whether it is open or not; null: none
 */
export function keptStays(
  mode: AgentStatesKept,
  stays: readonly StateStay[],
  d: Pick<Disconnect, 'id' | 'lost' | 'end' | 'warnedAt'> | null,
  at: EpochMs,
): KeptStay[] {
  const around = d === null ? [] : staysAround(stays, d, at).map((stay) => ({ stay, disconnectId: d.id }));
  if (mode === 'around-disconnects') return around;
  const known = new Set(around.map(({ stay }) => stay));
  return [...around, ...stays.filter((s) => !known.has(s)).map((stay) => ({ stay, disconnectId: null }))];
}

function staysAround(
  stays: readonly StateStay[],
  d: Pick<Disconnect, 'lost' | 'end' | 'warnedAt'>,
  at: EpochMs,
): StateStay[] {
  const began = d.lost?.to ?? d.end?.at ?? d.warnedAt ?? at;
  const until = (d.end?.at ?? began) + KEPT_AFTER_MS;
  return at > until + LATE_MS ? [] : staysWithin(stays, began - KEPT_BEFORE_MS, until);
}

/** The stays that were going on at some time in between. */
export function staysWithin(stays: readonly StateStay[], from: EpochMs, to: EpochMs): StateStay[] {
  return stays.filter((stay, i) => stay.at <= to && (stays[i + 1]?.at ?? Number.POSITIVE_INFINITY) > from);
}
