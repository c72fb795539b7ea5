/** What agents do all day: calls come, last and end; people go Not Ready, come back, and sign in again when they were thrown out. */
import type { Cancel } from '../../../time/time';
import { type AgentState, isOnCall } from '../model';
import type { AgentRecord, Cti } from './cti';
import type { Random } from './random';
import { chosenReason } from './reason-codes';
import type { Scheduler } from './scheduler';

export interface RhythmHost {
  clock: Scheduler;
  random: Random;
  cti: Cti;
  /** Off: nothing happens by itself; calls that were given still end. */
  enabled: boolean;
  callMs: number;
  /** UCCE only: FINESSE §1.4. */
  canHold: boolean;
  /** At a desktop that is connected. */
  isAtDesk(loginId: string): boolean;
  /** The desktop is open and connected, or the agent is not one of ours to sign in again. */
  maySignIn(loginId: string): boolean;
}

/** How long each state lasts on average, and at least, seconds. */
const stays: Partial<Record<AgentState, readonly [meanS: number, minS: number]>> = {
  READY: [75, 2],
  RESERVED: [4, 2],
  HOLD: [25, 5],
  WORK: [22, 4],
  WORK_READY: [12, 3],
  NOT_READY: [190, 15],
  LOGOUT: [35, 12],
};
/** Back to READY after a lost connection, seconds. */
const AFTER_LOSS: readonly [number, number] = [24, 8];
/** Who was away from the desk looks again, seconds. */
const AWAY_S = 5;

export class Rhythm {
  private readonly next = new Map<string, Cancel>();
  private readonly callEnds = new Map<string, number>();

  constructor(private readonly host: RhythmHost) {
    host.cti.onChange((record) => this.plan(record));
  }

  /** Books what this agent does next. */
  plan(record: AgentRecord): void {
    const { loginId } = record.agent;
    this.next.get(loginId)?.();
    this.next.delete(loginId);
    if (!isOnCall(record.state)) this.callEnds.delete(loginId);
    if (!this.host.enabled && !this.callEnds.has(loginId)) return;
    const cancel = this.host.clock.after(this.stayMs(record), () => this.go(record));
    this.next.set(loginId, cancel);
  }

  /** Puts an agent on a call of this length. */
  call(loginId: string, talkMs: number): void {
    this.callEnds.set(loginId, this.host.clock.now() + talkMs);
    this.host.cti.change(loginId, { state: 'TALKING', cause: 'call' });
  }

  private stayMs(record: AgentRecord): number {
    const { random, callMs, clock } = this.host;
    const ends = this.callEnds.get(record.agent.loginId);
    if (record.state === 'TALKING' && ends !== undefined) return ends - clock.now();
    if (record.state === 'TALKING') return random.around(callMs, Math.min(callMs, 20_000));
    const [mean, min] = (record.cause === 'presence-lost' ? AFTER_LOSS : stays[record.state]) ?? [30, 5];
    return random.around(mean, min) * 1000;
  }

  private go(record: AgentRecord) {
    const { loginId } = record.agent;
    this.next.delete(loginId);
    switch (record.state) {
      case 'TALKING':
        return this.talked(record);
      case 'HOLD':
        return this.host.cti.change(loginId, { state: 'TALKING', cause: 'call' });
      case 'RESERVED':
        return this.host.cti.change(loginId, { state: 'TALKING', cause: 'call' });
      case 'LOGOUT':
        return this.comeBack(record);
      default:
        return this.atDesk(record);
    }
  }

  private talked(record: AgentRecord) {
    const { random, cti, canHold } = this.host;
    const { loginId } = record.agent;
    const given = this.callEnds.has(loginId);
    if (!given && canHold && random.chance(0.12)) return cti.change(loginId, { state: 'HOLD', cause: 'call' });
    this.callEnds.delete(loginId);
    if (cti.endCall(loginId)) return;
    if (!this.host.enabled) return cti.change(loginId, { state: 'READY', cause: 'call' });
    const roll = random.between(0, 1);
    const state = roll < 0.6 ? 'WORK' : roll < 0.75 && canHold ? 'WORK_READY' : roll < 0.92 ? 'READY' : 'NOT_READY';
    const reason = state === 'NOT_READY' ? chosenReason('NOT_READY', 1 + random.below(3)) : null;
    cti.change(loginId, { state, reason, cause: state === 'NOT_READY' ? 'self' : 'call' });
  }

  /** READY, Not Ready and wrap-up go on only at the desk; the phone rings nowhere else. */
  private atDesk(record: AgentRecord) {
    const { random, cti, clock } = this.host;
    const { loginId } = record.agent;
    if (!this.host.isAtDesk(loginId)) {
      this.next.set(
        loginId,
        clock.after(AWAY_S * 1000, () => this.go(record)),
      );
      return;
    }
    if (record.state !== 'READY') return cti.change(loginId, { state: 'READY', cause: 'self' });
    if (random.chance(0.05)) {
      return cti.change(loginId, {
        state: 'NOT_READY',
        cause: 'self',
        reason: chosenReason('NOT_READY', 1 + random.below(3)),
      });
    }
    cti.change(loginId, { state: 'RESERVED', cause: 'call' });
  }

  /** Who signed off by choice stays away; who was thrown out signs in again when the desktop works. */
  private comeBack(record: AgentRecord) {
    const { loginId } = record.agent;
    if (record.cause === 'self' || record.cause === 'supervisor' || record.cause === 'inactivity') return;
    if (this.host.maySignIn(loginId)) return this.host.cti.change(loginId, { state: 'NOT_READY', cause: 'sign-in' });
    this.next.set(
      loginId,
      this.host.clock.after(AWAY_S * 1000, () => this.go(record)),
    );
  }
}
