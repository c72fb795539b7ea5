/** One agent's desktop: a page in a browser that keeps a session, loses it, looks for a server and comes back. */
import type { Cancel } from '../../../time/time';
import { type Agent, otherSide, type Side } from '../model';
import type { DesktopHost, DesktopPhase, Loss } from './desktop-host';
import { reset, silenced } from './idle';
import type { Kick } from './port';
import { chooseServer, noticedAt } from './search';
import type { Session } from './sessions';

export class Desktop {
  private phase: DesktopPhase = { kind: 'closed' };
  private awake = true;
  private linked = true;
  /** What its session's path was when last looked at. */
  private reached = true;
  private cancel: Cancel | null = null;

  constructor(
    readonly agent: Agent,
    readonly homeSide: Side,
    private readonly rttMs: number,
    private readonly viaProxy: boolean,
    private readonly host: DesktopHost,
  ) {}

  side(): Side | null {
    return this.phase.kind === 'closed' ? null : this.phase.side;
  }

  isOpen(): boolean {
    return this.phase.kind !== 'closed';
  }

  isConnected(): boolean {
    return this.phase.kind === 'connected' && this.reached;
  }

  /** Already there when the world begins. */
  place(side: Side): void {
    this.connect(side, this.host.random.between(0, this.host.habits.pingMs));
  }

  open(side: Side = this.homeSide): void {
    if (this.phase.kind !== 'closed') return;
    this.reached = true;
    this.load(side, null);
  }

  /** `clean`: the goodbye gets out, if there is a way; `vanish`: it does not; `reset`: the operating system closes the sockets. */
  close(how: 'clean' | Loss): void {
    const session = this.session();
    if (session !== null) this.drop(session, how);
    this.become({ kind: 'closed' });
  }

  /** F5. */
  reload(takesMs: number): void {
    if (this.phase.kind === 'closed' || !this.awake) return;
    const { side } = this.phase;
    const session = this.session();
    if (session !== null) this.drop(session, 'clean');
    this.become({ kind: 'reloading', side });
    this.wakeAfter(takesMs, () => this.arrive());
  }

  setAwake(awake: boolean): void {
    if (awake === this.awake) return;
    this.awake = awake;
    if (!awake) this.clear();
    this.pathChanged('vanish');
    if (awake) this.resume();
  }

  setLinked(linked: boolean, how: Loss): void {
    if (linked === this.linked) return;
    this.linked = linked;
    this.pathChanged(how);
  }

  /** Something on the way to the servers changed. */
  pathChanged(how: Loss): void {
    const session = this.session();
    if (session === null) return;
    const reaches = this.reaches(this.sideOf(session));
    if (reaches === this.reached) return;
    this.reached = reaches;
    if (reaches) this.pathRegained(session);
    else this.pathLost(session, how);
  }

  /** The server said that it is out of service, or `finesse@` went: FINESSE §7. */
  serverLeft(side: Side): void {
    if (this.phase.kind !== 'connected' || this.phase.side !== side || !this.reached) return;
    this.become({ ...this.phase, kind: 'searching', triesLeft: 0 });
    this.wakeAfter(this.host.random.between(0, this.host.habits.pollMs), () => this.poll());
  }

  /** Maintenance: to the other side, without a gap in presence there. */
  migrate(): void {
    if (this.phase.kind === 'connected' && this.reached) this.load(otherSide(this.phase.side), this.phase.session);
  }

  private session(): Session | null {
    return this.phase.kind === 'closed' || this.phase.kind === 'reloading' ? null : this.phase.session;
  }

  private reaches(side: Side): boolean {
    return (
      this.awake &&
      this.linked &&
      this.host.siteReaches(this.agent.site, side) &&
      this.host.sides[side].server.runs('host')
    );
  }

  private pathLost(session: Session, how: Loss): void {
    const { clock, rules, habits, sides } = this.host;
    const at = clock.now();
    const { sessions } = sides[this.sideOf(session)];
    const noticed = noticedAt(this.agent.transport, session, at, habits);
    if (how === 'reset' && this.agent.transport === 'websocket') sessions.end(session, 'lost');
    else
      sessions.setContact(
        session,
        how === 'reset' ? reset(session.contact, at) : silenced(session.contact, at, session.openedAt, rules),
      );
    if (this.phase.kind !== 'connected' || !this.awake) return;
    this.wakeAt(how === 'reset' ? at : noticed, () => this.lost());
  }

  private pathRegained(session: Session): void {
    const { sessions } = this.host.sides[this.sideOf(session)];
    const alive = sessions.has(session);
    if (alive) sessions.setContact(session, this.freshContact(0));
    if (this.phase.kind !== 'connected') return;
    this.clear();
    // what the server said meanwhile did not arrive
    if (alive && !this.host.sides[this.phase.side].server.inService()) this.serverLeft(this.phase.side);
    if (alive) return;
    // the next request or ping meets a session that is no more
    this.wakeAfter(this.host.random.between(200, this.host.habits.pingMs), () => this.lost());
  }

  private freshContact(phaseMs: number): Session['contact'] {
    if (this.agent.transport === 'bosh') return { kind: 'held' };
    return { kind: 'pinging', firstAt: Math.round(this.host.clock.now() - phaseMs), everyMs: this.host.habits.pingMs };
  }

  private lost(): void {
    if (this.phase.kind !== 'connected') return;
    const { side } = this.phase;
    this.become({ kind: 'searching', side, session: null, triesLeft: this.host.habits.reconnectTries });
    this.wakeAfter(this.host.habits.reconnectMs, () => this.tryAgain());
  }

  private tryAgain() {
    if (this.phase.kind !== 'searching') return;
    const { side, triesLeft } = this.phase;
    if (this.isGood(side)) return this.load(side, null, true);
    this.phase = { ...this.phase, triesLeft: triesLeft - 1 };
    const { reconnectMs, pollMs } = this.host.habits;
    if (triesLeft > 1) this.wakeAfter(reconnectMs, () => this.tryAgain());
    else this.wakeAfter(this.host.random.between(0, pollMs), () => this.poll());
  }

  private poll() {
    if (this.phase.kind !== 'searching') return;
    const { side, session } = this.phase;
    const other = otherSide(side);
    switch (chooseServer(this.isGood(side), this.isGood(other))) {
      case 'own': {
        const alive = session !== null && this.host.sides[side].sessions.has(session) && this.reached;
        return alive && session !== null
          ? this.become({ kind: 'connected', side, session })
          : this.load(side, session, true);
      }
      case 'other':
        return this.load(other, session);
      case 'none':
        this.wakeAfter(this.host.habits.pollMs, () => this.poll());
    }
  }

  private isGood(side: Side): boolean {
    const { server } = this.host.sides[side];
    return this.reaches(side) && server.inService() && server.rest() === 'up' && server.runs('notification');
  }

  /** @param session one to be left in good order on arrival; @param quick only the session, not the whole page */
  private load(side: Side, session: Session | null, quick = false): void {
    const { habits, sides } = this.host;
    this.become({ kind: 'loading', side, session });
    const fixedMs = quick ? 500 + 4 * this.rttMs : habits.loadMs + habits.loadPerRttMs * this.rttMs * 1000;
    this.wakeAt(sides[side].server.admit(habits.loadsPerS) + fixedMs, () => this.arrive());
  }

  private arrive() {
    if (this.phase.kind !== 'loading' && this.phase.kind !== 'reloading') return;
    const { side } = this.phase;
    const old = this.session();
    if (!this.isGood(side)) {
      this.become({ kind: 'searching', side, session: old, triesLeft: 0 });
      return this.wakeAfter(this.host.random.between(0, this.host.habits.pollMs), () => this.poll());
    }
    if (old !== null) this.drop(old, 'clean');
    this.connect(side, 0);
  }

  private connect(side: Side, phaseMs: number): void {
    const { sessions } = this.host.sides[side];
    this.reached = true;
    const session = sessions.open({
      ...{ user: this.agent.loginId, resource: 'desktop', transport: this.agent.transport, simulated: true },
      ...{ viaProxy: this.viaProxy, contact: this.freshContact(phaseMs), onKick: (kick) => this.kicked(kick, session) },
    });
    this.become({ kind: 'connected', side, session });
    sessions.setPresence(session, true);
  }

  private drop(session: Session, how: 'clean' | Loss): void {
    const side = this.sideOf(session);
    const { sessions } = this.host.sides[side];
    const at = this.host.clock.now();
    // whoever cannot reach the server says goodbye to nobody, and its sockets' end arrives nowhere
    if (!this.reaches(side)) return;
    if (how === 'clean') sessions.end(session, 'clean');
    else if (how === 'vanish')
      sessions.setContact(session, silenced(session.contact, at, session.openedAt, this.host.rules));
    else if (this.agent.transport === 'websocket') sessions.end(session, 'lost');
    else sessions.setContact(session, reset(session.contact, at));
  }

  private kicked(kick: Kick, session: Session) {
    if (this.phase.kind !== 'connected' || this.phase.session !== session) return;
    if (kick.kind === 'conflict') return this.become({ kind: 'closed' });
    const at = this.host.clock.now();
    const hostRuns = this.host.sides[this.phase.side].server.runs('host');
    if (kick.kind === 'shutdown' && !hostRuns && this.reached) {
      this.reached = false;
      if (this.awake) this.wakeAt(noticedAt(this.agent.transport, session, at, this.host.habits), () => this.lost());
      return;
    }
    // out of reach: its own silence tells it, and a timer for that runs already
    if (!this.reached) return;
    const told = kick.kind === 'shutdown' || !kick.silent;
    this.wakeAfter(this.host.random.between(20, told ? 400 : this.host.habits.pingMs), () => this.lost());
  }

  /** After sleep: what it was doing goes on. */
  private resume() {
    const { pingTimeoutMs, pingRetries } = this.host.habits;
    switch (this.phase.kind) {
      case 'closed':
        return;
      case 'connected':
        // awake, and still without a way: it notices now
        if (!this.reached) this.wakeAfter(pingTimeoutMs * (1 + pingRetries), () => this.lost());
        return;
      case 'searching':
        return this.wakeAfter(1_000, () => this.poll());
      case 'loading':
      case 'reloading':
        this.wakeAfter(this.host.random.between(1_000, 4_000), () => this.arrive());
    }
  }

  private sideOf(session: Session): Side {
    return this.host.sides.A.sessions.owns(session) ? 'A' : 'B';
  }

  private become(phase: DesktopPhase): void {
    this.clear();
    const before = this.phase;
    this.phase = phase;
    const side = phase.kind === 'closed' ? null : phase.side;
    if (before.kind === phase.kind && side === (before.kind === 'closed' ? null : before.side)) return;
    this.host.emit({
      ...{ type: 'desktop-changed', at: this.host.clock.now(), loginId: this.agent.loginId },
      ...{ phase: phase.kind, side },
    });
  }

  private clear(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private wakeAfter(delayMs: number, run: () => void): void {
    this.wakeAt(this.host.clock.now() + delayMs, run);
  }

  private wakeAt(at: number, run: () => void): void {
    this.clear();
    if (!this.awake) return;
    this.cancel = this.host.clock.at(Math.round(at), () => {
      this.cancel = null;
      run();
    });
  }
}
