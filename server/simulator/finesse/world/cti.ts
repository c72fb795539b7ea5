/** The true state of every agent, as the CTI server has it, and every way in which it changes. */
import type { EpochMs } from '#contract';
import {
  type Agent,
  type AgentState,
  type AgentView,
  type Cause,
  type Deployment,
  isOnCall,
  type Reason,
  type Side,
  sides,
} from '../model';
import type { Outcome, WorldEvent } from './events';
import type { GraceDecision } from './grace';
import { systemReason } from './reason-codes';
import type { Scheduler } from './scheduler';

/** What waits for the end of a call. */
interface Pending {
  state: 'LOGOUT' | 'NOT_READY';
  reason: Reason;
  cause: Cause;
  by: Side | null;
  race: boolean;
}

export interface AgentRecord {
  readonly agent: Agent;
  state: AgentState;
  pending: Pending | null;
  reason: Reason | null;
  cause: Cause;
  changedAt: EpochMs;
  /** null while signed out. */
  signedInAt: EpochMs | null;
  extension: string;
  /** Sides that know no time of the last change. */
  noStamp: Set<Side>;
}

export interface Change {
  state: AgentState;
  cause: Cause;
  reason?: Reason | null;
  requestId?: string;
  by?: Side | null;
  race?: boolean;
  afterCall?: boolean;
}

/** What a side is told of a change. */
export interface Told {
  loginId: string;
  cause: Cause;
  requestId: string;
}

export interface CtiHost {
  clock: Scheduler;
  deployment: Deployment;
  roundTripMs: number;
  skewMs: Readonly<Record<Side, number>>;
  emit(event: WorldEvent): void;
  /** Every side hears of every change; whether it can pass it on is its own matter. */
  tell(told: Told): void;
}

const outcomeOf: Partial<Record<Cause, Outcome>> = {
  self: 'self',
  supervisor: 'supervisor',
  inactivity: 'inactivity',
  phone: 'phone',
  'pg-reset': 'pg-reset',
  'sso-expired': 'sso-expired',
};

export class Cti {
  private readonly records = new Map<string, AgentRecord>();
  private readonly listeners: ((record: AgentRecord, before: AgentState) => void)[] = [];
  readonly causes: Partial<Record<Cause, number>> = {};

  constructor(
    agents: readonly Agent[],
    private readonly host: CtiHost,
  ) {
    for (const agent of agents) {
      this.records.set(agent.loginId, {
        ...{ agent, state: 'LOGOUT', pending: null, reason: null, cause: 'self', changedAt: host.clock.now() },
        ...{ signedInAt: null, extension: '', noStamp: new Set(sides) },
      });
    }
  }

  /** Called after every change, in the order of listening. */
  onChange(listener: (record: AgentRecord, before: AgentState) => void): void {
    this.listeners.push(listener);
  }

  record(loginId: string): AgentRecord | null {
    return this.records.get(loginId) ?? null;
  }

  all(): IterableIterator<AgentRecord> {
    return this.records.values();
  }

  stateOf(loginId: string): AgentState {
    return this.records.get(loginId)?.state ?? 'LOGOUT';
  }

  isSignedIn(loginId: string): boolean {
    return this.stateOf(loginId) !== 'LOGOUT';
  }

  /** A lost connection had its consequence already, or will have after the call. */
  isActedOn(loginId: string): boolean {
    const record = this.records.get(loginId);
    if (record === undefined) return false;
    if (record.pending?.cause === 'presence-lost') return true;
    return record.state === 'NOT_READY' && record.cause === 'presence-lost';
  }

  /** As things stood before the world began: nobody is told. */
  place(loginId: string, state: AgentState, changedAt: EpochMs, signedInAt: EpochMs): void {
    const record = this.records.get(loginId);
    if (record === undefined) return;
    Object.assign(record, { state, changedAt, signedInAt, extension: record.agent.extension, cause: 'sign-in' });
    record.noStamp.clear();
  }

  change(loginId: string, change: Change): void {
    const record = this.records.get(loginId);
    if (record === undefined) return;
    const before = record.state;
    const at = this.host.clock.now();
    record.state = change.state;
    record.reason = change.reason ?? null;
    record.cause = change.cause;
    record.changedAt = at;
    record.noStamp.clear();
    if (!isOnCall(change.state)) record.pending = null;
    if (change.state === 'LOGOUT') record.signedInAt = null;
    else record.signedInAt ??= at;
    // a logout of one's own choice carries no extension: FINESSE §3.2
    record.extension = change.state === 'LOGOUT' && change.cause === 'self' ? '' : record.agent.extension;
    this.causes[change.cause] = (this.causes[change.cause] ?? 0) + 1;
    this.host.tell({ loginId, cause: change.cause, requestId: change.requestId ?? '' });
    this.announceOutcome(record, change, before);
    for (const listener of this.listeners) listener(record, before);
  }

  /** Finesse on `side` acts on a lost presence; it always asks for a logout with 255, and the peripheral decides. */
  forceOut(side: Side, loginId: string, decision: Exclude<GraceDecision, { kind: 'ignore' }>): void {
    const record = this.records.get(loginId);
    if (record === undefined) return;
    const reason = systemReason(this.host.deployment, decision.state, decision.code);
    this.host.emit({
      ...{ type: 'log', at: this.host.clock.now(), side, what: 'cti-request', loginId },
      ...{ extension: record.agent.extension, state: 'LOGOUT', reasonCode: 255, force: true },
    });
    const { state, race } = decision;
    this.host.clock.after(this.host.roundTripMs, () => {
      if (record.state === 'LOGOUT') return;
      if (decision.kind === 'after-call' && isOnCall(record.state)) {
        record.pending = { state, reason, cause: 'presence-lost', by: side, race };
        this.host.tell({ loginId, cause: 'presence-lost', requestId: '' });
      } else this.change(loginId, { state, reason, cause: 'presence-lost', by: side, race });
    });
  }

  /** A logout that waits for the call's end, as on UCCX after a failover: FINESSE §1.3. */
  logOutAfterCall(loginId: string, by: Side): void {
    const record = this.records.get(loginId);
    if (record === undefined || !isOnCall(record.state)) return;
    const reason = systemReason(this.host.deployment, 'LOGOUT', 255);
    record.pending = { state: 'LOGOUT', reason, cause: 'presence-lost', by, race: false };
  }

  /** The call is over. @returns whether something waited for that, and has happened now */
  endCall(loginId: string): boolean {
    const pending = this.records.get(loginId)?.pending ?? null;
    if (pending === null) return false;
    this.change(loginId, { ...pending, afterCall: true });
    return true;
  }

  view(loginId: string, side: Side): AgentView | null {
    const record = this.records.get(loginId);
    if (record === undefined) return null;
    const stamp = record.noStamp.has(side) ? '' : new Date(record.changedAt + this.host.skewMs[side]).toISOString();
    return {
      ...{ agent: record.agent, state: record.state, pendingState: record.pending?.state ?? null },
      ...{ stateChangeTime: stamp, reason: record.reason, extension: record.extension },
      dialogs: isOnCall(record.state) || record.state === 'RESERVED' ? 1 : 0,
    };
  }

  private announceOutcome(record: AgentRecord, change: Change, before: AgentState): void {
    const forced = change.state === 'LOGOUT' ? 'forced-logout' : 'forced-not-ready';
    const outcome = change.cause === 'presence-lost' ? forced : outcomeOf[change.cause];
    const ends = change.state === 'LOGOUT' || change.cause === 'presence-lost' || change.cause === 'sso-expired';
    if (outcome === undefined || !ends) return;
    this.host.emit({
      ...{ type: 'outcome', at: this.host.clock.now(), loginId: record.agent.loginId, outcome, reason: record.reason },
      ...{
        by: change.by ?? null,
        race: change.race ?? false,
        stateBefore: before,
        afterCall: change.afterCall ?? false,
      },
    });
  }
}
