/** What Finesse does when the grace after a lost presence is over: by deployment, as a pure decision. */
import { type AgentState, type Deployment, isOnCall } from '../model';

export interface AtGraceEnd {
  deployment: Deployment;
  state: AgentState;
  /** Set Not Ready for a lost connection before, and still so. */
  alreadyActedOn: boolean;
  /** The side that counts is in service: without its CTI link it can act on nobody. */
  canAct: boolean;
  /** Presence of the agent on the other side. */
  onOtherSide: boolean;
  /** The switch: a side acts on an agent who is already on the other one. */
  raceActs: boolean;
}

export type GraceDecision =
  | { kind: 'ignore' }
  | { kind: 'now'; state: 'LOGOUT' | 'NOT_READY'; code: 255 | 50002; race: boolean }
  | { kind: 'after-call'; state: 'LOGOUT' | 'NOT_READY'; code: 255 | 50002; race: boolean };

/** FINESSE §2 (LOAD) and §6. */
export function decideAtGraceEnd(at: AtGraceEnd): GraceDecision {
  if (!at.canAct || at.state === 'LOGOUT' || at.alreadyActedOn) return { kind: 'ignore' };
  if (at.onOtherSide && !at.raceActs) return { kind: 'ignore' };
  const race = at.onOtherSide;
  const when = isOnCall(at.state) ? 'after-call' : 'now';
  if (at.deployment.type === 'UCCX') return { kind: when, state: 'LOGOUT', code: 255, race };
  // LOAD=1: at once, even on a call
  if (at.deployment.load === 1) return { kind: 'now', state: 'LOGOUT', code: 255, race };
  return { kind: when, state: 'NOT_READY', code: 50002, race };
}
