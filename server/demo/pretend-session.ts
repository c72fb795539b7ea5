/** Sessions without a network: they take the time that the demo's service would take, so that the real monitor can live through a day in a moment. */
import type { ConnectPhase, Failure, PhaseSpan, TransportKind } from '#contract';
import type { Effects, MomentaryFault } from '../simulator/faults';
import { type Latencies, latencyAt } from '../simulator/latency';
import { threeDecimals } from '../time/three-decimals';
import type { Time } from '../time/time';
import type { OpenSession, Session, SessionHandlers, SessionOptions } from '../xmpp/port';

export interface PretendHost {
  latencies: Latencies;
  /** The faults in force on this transport now. */
  effects(transport: TransportKind): Effects;
}

export interface PretendService {
  openSession: OpenSession;
  /** Ends what the fault ends. */
  happen(fault: MomentaryFault): void;
  /** A transport's faults have changed: those who wait may go on. */
  wake(): void;
}

/** Phases of a connection on loopback with TLS and PLAIN, and how many round trips of the service each takes. */
const phasesOf: Record<TransportKind, readonly (readonly [ConnectPhase, number])[]> = {
  tcp: [...before('tcp', 'tls'), ['features', 2], ['sasl', 1], ['features', 2], ['bind', 1], ['first-ping', 1]],
  websocket: [
    ...before('tcp', 'tls', 'upgrade'),
    ['features', 2],
    ['sasl', 1],
    ['features', 2],
    ['bind', 1],
    ['first-ping', 1],
  ],
  bosh: [...before('tcp', 'tls', 'bosh-session'), ['sasl', 1], ['features', 2], ['bind', 1], ['first-ping', 1]],
};

function before(...names: ConnectPhase[]): (readonly [ConnectPhase, number])[] {
  return names.map((name) => [name, name === 'bosh-session' ? 2 : 0]);
}

/** A handshake's cryptography. */
const TLS_MS = 3;

/** What two event loops, their timers and loopback add to the service's own latency. */
const LOOPBACK_MS = 2;

export function createPretendService(host: PretendHost): PretendService {
  const sessions = new Set<PretendSession>();
  return {
    openSession(options, handlers, time) {
      const session = new PretendSession(options, handlers, time, host, () => sessions.delete(session));
      sessions.add(session);
      session.connect();
      return session;
    },
    happen(fault) {
      for (const session of [...sessions]) session.happen(fault);
    },
    wake() {
      for (const session of [...sessions]) session.wake();
    },
  };
}

class PretendSession implements Session {
  private readonly transport: TransportKind;
  private readonly phases: PhaseSpan[] = [];
  private current: ConnectPhase | null = null;
  private startedMono = 0;
  private phaseSinceMono = 0;
  private jid: string | null = null;
  private ended = false;
  /** What goes on when the service wakes up. */
  private asleep: (() => void)[] = [];

  constructor(
    private readonly options: SessionOptions,
    private readonly handlers: SessionHandlers,
    private readonly time: Time,
    private readonly host: PretendHost,
    private readonly forget: () => void,
  ) {
    this.transport = options.wire.address.kind;
  }

  connect(): void {
    this.startedMono = this.time.monoMs();
    this.pass(0);
  }

  facts() {
    const { current, jid } = this;
    const going = this.openSpan();
    const phases = going === null ? this.phases : [...this.phases, going];
    return {
      phases,
      current,
      mechanism: jid === null ? null : 'PLAIN',
      tlsProtocol: 'TLSv1.3',
      certificate: null,
      jid,
    };
  }

  transcript(): null {
    return null;
  }

  ping(id: string): void {
    if (this.host.effects(this.transport).freezePings) return;
    const rttMs = this.roundTripMs();
    this.later(rttMs, () => this.handlers.onPong(id, rttMs));
  }

  send(): void {}

  request(_iq: unknown, onReply: (reply: null) => void): void {
    onReply(null);
  }

  close(): void {
    this.time.after(1, () => this.end(null));
  }

  destroy(): void {
    this.end(null);
  }

  happen(fault: MomentaryFault): void {
    if (fault.transport !== 'all' && fault.transport !== this.transport) return;
    const phase = this.current ?? 'online';
    if (fault.kind === 'close') this.end({ kind: 'transport', condition: 'connection-reset', phase, text: null });
    else
      this.end({
        kind: this.transport === 'bosh' ? 'bosh' : 'stream-error',
        condition: fault.condition,
        phase,
        text: null,
      });
  }

  wake(): void {
    if (this.host.effects(this.transport).halfOpen) return;
    const waiting = this.asleep;
    this.asleep = [];
    for (const run of waiting) run();
  }

  /** Goes through the phases one by one, from number `n`. */
  private pass(n: number): void {
    const next = phasesOf[this.transport][n];
    if (next === undefined) {
      this.goOnline();
      return;
    }
    const [phase, roundTrips] = next;
    this.current = phase;
    this.phaseSinceMono = this.time.monoMs();
    if (phase === 'tcp' && this.host.effects(this.transport).refuse) {
      this.time.after(0.4, () => this.end({ kind: 'transport', condition: 'connection-refused', phase, text: null }));
      return;
    }
    const passed = (): void => {
      const span = this.openSpan();
      if (span !== null) this.phases.push(span);
      this.pass(n + 1);
    };
    // a service that hangs still has its connections accepted, by its system
    if (phase === 'tcp') this.time.after(this.lastsMs(0), () => this.ended || passed());
    else this.later(this.lastsMs(roundTrips) + (phase === 'tls' ? TLS_MS : 0), passed);
  }

  /** The phase that is going on, up to now. */
  private openSpan(): PhaseSpan | null {
    if (this.current === null) return null;
    const offsetMs = threeDecimals(this.phaseSinceMono - this.startedMono);
    return { phase: this.current, offsetMs, tookMs: threeDecimals(this.time.monoMs() - this.phaseSinceMono) };
  }

  private goOnline(): void {
    this.current = null;
    this.jid = `${this.options.username}@${this.options.wire.domain}/${this.options.resource}`;
    const first = this.phases.at(-1);
    this.handlers.onOnline({ jid: this.jid, firstPing: { id: this.time.uuid(), rttMs: first?.tookMs ?? 0 } });
  }

  private lastsMs(roundTrips: number): number {
    const ownMs = 0.3 + this.time.random();
    return Array.from({ length: roundTrips }, () => this.roundTripMs()).reduce((sum, ms) => sum + ms, ownMs);
  }

  private roundTripMs(): number {
    const { delayMs, jitterMs } = this.host.effects(this.transport);
    const profile = this.host.latencies[this.transport] ?? { baseMs: 1, jitterMs: 0, swing: 0, periodMs: 1 };
    const usual = latencyAt(profile, this.time.now(), this.time.random);
    return threeDecimals(LOOPBACK_MS + usual + delayMs + jitterMs * this.time.random());
  }

  /** After `ms`, or when the service is no longer half-open, and never after the end. */
  private later(ms: number, run: () => void): void {
    this.time.after(ms, () => {
      if (this.ended) return;
      if (this.host.effects(this.transport).halfOpen) this.asleep.push(() => !this.ended && run());
      else run();
    });
  }

  private end(failure: Failure | null): void {
    if (this.ended) return;
    this.ended = true;
    this.forget();
    this.handlers.onClosed(failure);
  }
}
