/** The sessions of one side's Notification Service: simulated desktops and reported ones, swept as Openfire does. */
import type { EpochMs, TransportKind } from '#contract';
import type { Side } from '../model';
import type { SessionEnd, WorldEvent } from './events';
import { type Contact, type IdleRules, idleMs, isIdleTooLong, lastContactAt } from './idle';
import type { Kick } from './port';
import type { Random } from './random';
import type { Scheduler } from './scheduler';

export interface Session {
  readonly id: string;
  /** As it signed in, in lower case. */
  readonly user: string;
  readonly resource: string;
  readonly jid: string;
  readonly transport: TransportKind;
  readonly openedAt: EpochMs;
  readonly simulated: boolean;
  readonly viaProxy: boolean;
  readonly onKick: (kick: Kick) => void;
  contact: Contact;
  available: boolean;
}

export type NewSession = Pick<
  Session,
  'user' | 'resource' | 'transport' | 'simulated' | 'viaProxy' | 'onKick' | 'contact'
>;

export interface SessionsHost {
  side: Side;
  domain: string;
  clock: Scheduler;
  random: Random;
  rules: IdleRules;
  sweepMs: number;
  /** A session that was idle too long ends without a word. */
  silentSweep: boolean;
  debugLog: boolean;
  emit(event: WorldEvent): void;
  /** A full JID came or went while the service runs. */
  presenceChanged(session: Session): void;
}

export class Sessions {
  private readonly byJid = new Map<string, Session>();
  private readonly byUser = new Map<string, Set<Session>>();
  /** Their last session ended without a goodbye, so their subscriptions live on: FINESSE §3.1. */
  private readonly leftSubscribed = new Set<string>();
  /** Only these can be idle: everybody else is heard in time. */
  private readonly suspects = new Set<Session>();

  constructor(
    private readonly host: SessionsHost,
    firstSweepAt: EpochMs,
  ) {
    host.clock.every(firstSweepAt, host.sweepMs, () => this.sweep());
  }

  open(from: NewSession): Session {
    const user = from.user.toLowerCase();
    const jid = `${user}@${this.host.domain}/${from.resource}`;
    const earlier = this.byJid.get(jid);
    // RFC 6120 §7.7.2.2, as Openfire does it: the newcomer wins
    if (earlier !== undefined) this.end(earlier, 'conflict');
    const at = this.host.clock.now();
    const session: Session = { ...from, user, id: this.host.random.hex(8), jid, openedAt: at, available: false };
    this.byJid.set(jid, session);
    this.leftSubscribed.delete(user);
    const siblings = this.byUser.get(user) ?? new Set();
    this.byUser.set(user, siblings.add(session));
    this.watch(session);
    const { id: sessionId, transport, simulated } = session;
    this.host.emit({ type: 'session-opened', at, side: this.host.side, sessionId, jid, transport, simulated });
    return session;
  }

  setPresence(session: Session, available: boolean): void {
    if (session.available === available || !this.has(session)) return;
    session.available = available;
    const { jid, user } = session;
    this.host.emit({
      ...{ type: 'presence-changed', at: this.host.clock.now(), side: this.host.side },
      ...{ jid, user, available },
    });
    this.host.presenceChanged(session);
  }

  setContact(session: Session, contact: Contact): void {
    session.contact = contact;
    if (this.has(session)) this.watch(session);
  }

  /** Ends it and tells everybody; a session that is gone already stays gone. */
  end(session: Session, how: SessionEnd): void {
    if (!this.has(session)) return;
    const at = this.host.clock.now();
    const lastAt = lastContactAt(session.contact, at);
    this.forget(session);
    if (how !== 'clean' && !this.byUser.has(session.user)) this.leftSubscribed.add(session.user);
    this.announceEnd(session, how, lastAt);
    if (session.available) {
      session.available = false;
      const { jid, user } = session;
      this.host.emit({ type: 'presence-changed', at, side: this.host.side, jid, user, available: false });
      this.host.presenceChanged(session);
    }
    if (how === 'idle-silent' || how === 'idle-terminate')
      session.onKick({ kind: 'idle', silent: how === 'idle-silent' });
    if (how === 'conflict') session.onKick({ kind: 'conflict' });
  }

  /** The service stops: nobody is left to tell of presence. */
  shutdown(): void {
    const at = this.host.clock.now();
    const all = [...this.byJid.values()];
    for (const session of all) this.forget(session);
    for (const session of all) {
      this.announceEnd(session, 'shutdown', lastContactAt(session.contact, at));
      session.available = false;
    }
    for (const session of all) session.onKick({ kind: 'shutdown' });
  }

  /** Whether it is or was a session of this side. */
  owns(session: Session): boolean {
    return session.jid.endsWith(`@${this.host.domain}/${session.resource}`);
  }

  has(session: Session): boolean {
    return this.byJid.get(session.jid) === session;
  }

  all(): Session[] {
    return [...this.byJid.values()];
  }

  of(user: string): Session[] {
    return [...(this.byUser.get(user.toLowerCase()) ?? [])];
  }

  /** What is published for this user waits for nobody. */
  storesOffline(user: string): boolean {
    return this.leftSubscribed.has(user.toLowerCase());
  }

  size(): number {
    return this.byJid.size;
  }

  private watch(session: Session): void {
    if (session.contact.kind === 'silent' || !session.simulated) this.suspects.add(session);
    else this.suspects.delete(session);
  }

  private forget(session: Session): void {
    this.byJid.delete(session.jid);
    this.suspects.delete(session);
    const siblings = this.byUser.get(session.user);
    siblings?.delete(session);
    if (siblings?.size === 0) this.byUser.delete(session.user);
  }

  private announceEnd(session: Session, how: SessionEnd, lastAt: EpochMs): void {
    const { id: sessionId, jid, transport, simulated } = session;
    const at = this.host.clock.now();
    this.host.emit({
      ...{ type: 'session-closed', at, side: this.host.side, sessionId, jid, transport, how },
      ...{ lastContactAt: lastAt, simulated },
    });
  }

  private sweep(): void {
    const at = this.host.clock.now();
    for (const session of this.host.debugLog ? this.all() : []) {
      const { id: sessionId, jid } = session;
      const idle = idleMs(session.contact, at);
      this.host.emit({ type: 'log', at, side: this.host.side, what: 'session-idle', sessionId, jid, idleMs: idle });
    }
    for (const session of [...this.suspects]) {
      if (!isIdleTooLong(session.contact, session.transport, at, this.host.rules)) continue;
      this.end(session, this.host.silentSweep ? 'idle-silent' : 'idle-terminate');
    }
  }
}
