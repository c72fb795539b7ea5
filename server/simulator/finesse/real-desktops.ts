/** Desktops that are real: XMPP sessions over loopback, each as an agent's desktop holds one, with its pings and its way back. */

import { type Cancel, every, type Time } from '../../time/time';
import type { Secret, Session, SessionHandlers } from '../../xmpp/port';
import { openSession } from '../../xmpp/session';
import { type Agent, otherSide, type Side } from './model';
import type { Finesse } from './pair';
import { chooseServer } from './world/search';

export interface RealDesktops {
  online(): number;
  stop(): void;
}

/** FINESSE §5.1: Finesse's own habit. */
const PING_MS = 10_000;
const RETRY_MS = 5_000;
/** FINESSE §7: so often on the same side first, and then a look at both every 20 s. */
const TRIES = 3;
const POLL_MS = 20_000;
/** They do not all come at once. */
const PER_SECOND = 50;

/** The world's first agents, as many as its settings say: it has no desktops of its own for them. They sign in once online. */
export function openRealDesktops(finesse: Finesse, time: Time): RealDesktops {
  const { world } = finesse;
  const agents = world.agents().slice(0, world.settings.realAgents);
  const desktops = agents.map((agent, i) => {
    const desktop = new RealDesktop(agent, world.settings.shareOnA >= 0.5 ? 'A' : 'B', finesse, time);
    desktop.openAfter((i * 1_000) / PER_SECOND);
    return desktop;
  });
  return {
    online: () => desktops.filter((desktop) => desktop.isOnline).length,
    stop() {
      for (const desktop of desktops) desktop.stop();
    },
  };
}

class RealDesktop {
  private session: Session | null = null;
  private jid: string | null = null;
  private cancel: Cancel = () => undefined;
  private stopped = false;
  private triesLeft = TRIES;
  private cancelLook: Cancel = () => undefined;
  private readonly unsubscribe: () => void;

  constructor(
    private readonly agent: Agent,
    private side: Side,
    private readonly finesse: Finesse,
    private readonly time: Time,
  ) {
    this.unsubscribe = finesse.world.subscribe((event) => {
      if (event.type !== 'system-info-changed' && event.type !== 'finesse-presence') return;
      if (event.side === this.side && this.session !== null) this.lookAfter(this.time.random() * POLL_MS);
    });
  }

  get isOnline(): boolean {
    return this.jid !== null;
  }

  openAfter(ms: number): void {
    this.cancel = this.time.after(ms, () => this.open());
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
    this.cancelLook();
    this.cancel();
    this.session?.close();
  }

  private open(): void {
    const { sides, caPem } = this.finesse;
    const { addresses, xmppDomain } = sides[this.side];
    const url = this.agent.transport === 'bosh' ? addresses.https : addresses.wss;
    if (url === null) return;
    const kind = this.agent.transport;
    this.session = openSession(
      {
        wire: { address: { kind, url }, domain: xmppDomain, trust: { ca: caPem } },
        ...{ username: this.agent.loginId, resource: 'desktop', allowPlainWithoutTls: false },
        password: plain(this.password()),
      },
      this.handlers(),
      this.time,
    );
  }

  /** Who signs in by SSO has a token in its place. */
  private password(): string {
    const { world, tokens } = this.finesse;
    const token = world.settings.authMode === 'NON_SSO' ? null : tokens.issue(this.agent.loginId);
    return token ?? world.settings.agentPassword;
  }

  private handlers(): SessionHandlers {
    return {
      onOnline: ({ jid }) => this.becomeOnline(jid),
      onPong: () => undefined,
      onStanza: () => undefined,
      onCertificate: () => undefined,
      onClosed: () => this.closed(),
    };
  }

  private becomeOnline(jid: string): void {
    this.jid = jid;
    this.triesLeft = TRIES;
    const { world } = this.finesse;
    const { loginId, extension } = this.agent;
    if (world.side(this.side).user(loginId)?.state === 'LOGOUT')
      world.requestState(this.side, loginId, { state: 'LOGIN', extension, requestId: this.time.uuid() });
    this.cancel = every(this.time, PING_MS, () => this.session?.ping(this.time.uuid()));
  }

  private closed(): void {
    this.cancel();
    this.jid = null;
    this.session = null;
    this.cancelLook();
    if (this.stopped) return;
    this.triesLeft -= 1;
    if (this.triesLeft < 0 && this.choice() === 'other') this.side = otherSide(this.side);
    this.openAfter(RETRY_MS * (1 + this.time.random()));
  }

  /** Its server may have said that it is out of service, or its `finesse@` went: it stays, looks at both, and moves. */
  private lookAfter(ms: number): void {
    this.cancelLook();
    this.cancelLook = this.time.after(ms, () => {
      switch (this.choice()) {
        case 'own':
          return;
        case 'none':
          return this.lookAfter(POLL_MS);
        case 'other':
          this.triesLeft = 0;
          this.session?.close();
      }
    });
  }

  private choice(): 'own' | 'other' | 'none' {
    return chooseServer(this.isGood(this.side), this.isGood(otherSide(this.side)));
  }

  private isGood(side: Side): boolean {
    const view = this.finesse.world.side(side);
    return view.inService() && view.finesseAvailable() && view.rest() === 'up';
  }
}

/** A password that nobody needs to hide: it is printed when the simulator starts. */
function plain(value: string): Secret {
  return { reveal: () => value, toString: () => '***', toJSON: () => '***' };
}
