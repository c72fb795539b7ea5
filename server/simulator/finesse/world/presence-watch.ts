/** Finesse on one side watching its agents' presence: the 60 s of grace, and what follows. */
import type { EpochMs } from '#contract';
import type { Cancel } from '../../../time/time';
import type { Deployment, Side } from '../model';
import type { Cti } from './cti';
import type { GraceChanged, WorldEvent } from './events';
import { decideAtGraceEnd } from './grace';
import type { Scheduler } from './scheduler';
import type { Session } from './sessions';

/** From the start of the grace to the periodic check that the TAC sample shows, and from its end to the action. */
const CHECK_AFTER_MS = 30_750;
const ACT_AFTER_MS = 1;

export interface WatchHost {
  side: Side;
  clock: Scheduler;
  graceMs: number;
  latencyMs: number;
  deployment: Deployment;
  raceActs: boolean;
  /** The bare JID counts, or only the resource `desktop`. */
  anyResource: boolean;
  sessionsOf(user: string): Session[];
  /** Finesse hears presence: its web application runs and is attached, and no maintenance moves people away. */
  attentive(): boolean;
  /** It can change agents' states. */
  inService(): boolean;
  presentOnOtherSide(loginId: string): boolean;
  emit(event: WorldEvent): void;
}

interface Grace {
  until: EpochMs;
  startedAt: EpochMs;
  cancels: Cancel[];
}

export class PresenceWatch {
  private readonly present = new Set<string>();
  private readonly graces = new Map<string, Grace>();

  constructor(
    private readonly host: WatchHost,
    private readonly cti: Cti,
  ) {}

  /** Whether Finesse would call this agent present. */
  isPresent(loginId: string): boolean {
    return this.present.has(loginId);
  }

  size(): number {
    return this.present.size;
  }

  running(): { loginId: string; until: EpochMs }[] {
    return [...this.graces].map(([loginId, { until }]) => ({ loginId, until }));
  }

  presenceChanged(session: Session, loginId: string): void {
    const present = this.host
      .sessionsOf(session.user)
      .some((s) => s.available && (this.host.anyResource || s.resource === 'desktop'));
    if (present === this.present.has(loginId)) return;
    if (present) this.present.add(loginId);
    else this.present.delete(loginId);
    // who comes while nothing is counted changes nothing
    if (!this.host.attentive() || (present && !this.graces.has(loginId))) return;
    this.host.clock.after(this.host.latencyMs, () => this.noticed(loginId, session.jid, present));
  }

  /** Finesse lost its own connection, or stopped: what it counted is forgotten. */
  forgetAll(keepPresence: boolean): void {
    if (!keepPresence) this.present.clear();
    for (const loginId of [...this.graces.keys()]) this.endGrace(loginId, 'ignored');
  }

  private noticed(loginId: string, jid: string, available: boolean): void {
    if (this.present.has(loginId) !== available || !this.host.attentive()) return;
    const { side, clock } = this.host;
    this.host.emit({ type: 'log', at: clock.now(), side, what: 'presence-seen', jid, loginId, available });
    if (available) this.endGrace(loginId, 'cancelled');
    else if (this.cti.isSignedIn(loginId) && !this.graces.has(loginId)) this.startGrace(loginId);
  }

  private startGrace(loginId: string): void {
    const startedAt = this.host.clock.now();
    const until = startedAt + this.host.graceMs;
    const grace: Grace = { startedAt, until, cancels: [] };
    grace.cancels.push(this.host.clock.at(until + ACT_AFTER_MS, () => this.act(loginId)));
    if (CHECK_AFTER_MS < this.host.graceMs) {
      grace.cancels.push(this.host.clock.after(CHECK_AFTER_MS, () => this.logRunning(loginId, startedAt)));
    }
    this.graces.set(loginId, grace);
    this.tell(loginId, 'started', until);
  }

  private endGrace(loginId: string, change: 'cancelled' | 'acted' | 'ignored'): void {
    const grace = this.graces.get(loginId);
    if (grace === undefined) return;
    for (const cancel of grace.cancels) cancel();
    this.graces.delete(loginId);
    this.tell(loginId, change, grace.until);
  }

  private act(loginId: string) {
    const { side, deployment, raceActs } = this.host;
    const decision = decideAtGraceEnd({
      ...{ deployment, raceActs, canAct: this.host.inService(), state: this.cti.stateOf(loginId) },
      alreadyActedOn: this.cti.isActedOn(loginId),
      onOtherSide: this.host.presentOnOtherSide(loginId),
    });
    if (decision.kind === 'ignore') return this.endGrace(loginId, 'ignored');
    this.endGrace(loginId, 'acted');
    this.host.emit({ type: 'log', at: this.host.clock.now(), side, what: 'presence-driven-logout', loginId });
    this.host.clock.after(1, () => this.cti.forceOut(side, loginId, decision));
  }

  private logRunning(loginId: string, startedAt: EpochMs): void {
    const at = this.host.clock.now();
    this.host.emit({
      ...{ type: 'log', at, side: this.host.side, what: 'grace-running' },
      ...{ loginId, sinceMs: at - startedAt },
    });
  }

  private tell(loginId: string, change: GraceChanged['change'], until: EpochMs): void {
    this.host.emit({
      ...{ type: 'grace-changed', at: this.host.clock.now(), side: this.host.side },
      ...{ loginId, change, until },
    });
  }
}
