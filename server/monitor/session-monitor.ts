/** One target's monitor: one session machine, one alarm, and the session that the machine asks for. */
import type { Element } from '@xmpp/xml';
import type { CertificateFacts, EpochMs, Fact, Failure, HandshakeTranscript } from '#contract';
import type { TargetConfig } from '../config/schema';
import {
  deadlineOf,
  initialSession,
  type SessionEffect,
  type SessionInput,
  type SessionState,
  type StopReason,
  step,
} from '../domain/session';
import type { SessionPolicy } from '../domain/session-policy';
import { threeDecimals } from '../time/three-decimals';
import { createAlarm, type Time } from '../time/time';
import type { OpenSession, Session, SessionHandlers } from '../xmpp/port';
import type { SessionListener } from './port';

export interface SessionMonitor {
  readonly target: TargetConfig;
  state(): SessionState;
  start(): void;
  stop(reason: StopReason): void;
  /** Leaves whatever phase it is in and connects now; also out of `paused` and `refused`. */
  reconnect(): void;
  /** The certificate that was seen last. */
  certificate(): CertificateFacts | null;
  /** Lets the listener say its last word on an online session; settles when it has. */
  leaving(): Promise<void>;
}

export interface SessionMonitorDeps {
  openSession: OpenSession;
  time: Time;
  publish(fact: Fact): void;
  /** The fleet's gate: books a slot to connect and says when it is. */
  reserveSlot(): EpochMs;
  /** True when the observer itself did not run at some time since then: what was measured meanwhile is not the peer's. */
  stalledSince(monoMs: number): boolean;
  policy: SessionPolicy;
  /** The certificate that was seen last, from current state. */
  knownCertificate: CertificateFacts | null;
  /** Asked when a session is online and when an attempt failed, so that it may come later than the target. */
  listener?(): SessionListener | null;
  /** Told of each handshake that failed, after its facts. */
  onTranscript?(transcript: HandshakeTranscript): void;
}

/** As many as a roster may have contacts. */
const EARLY_MAX = 20_000;

type Connecting = Extract<SessionState, { phase: 'connecting' }>;

const closedUnasked: Failure = { kind: 'transport', condition: 'closed', phase: 'online', text: null };

/** Creates a stopped monitor; everything it finds out is published as facts. */
export function createSessionMonitor(target: TargetConfig, deps: SessionMonitorDeps): SessionMonitor {
  const { time, publish, policy } = deps;
  const alarm = createAlarm(time, () => feed({ type: 'wake', inPhase: session?.facts().current ?? null }));
  const ids = { clusterKey: target.clusterKey, nodeKey: target.nodeKey, targetKey: target.key };
  let state: SessionState = initialSession(time.now());
  let session: Session | null = null;
  let generation = 0;
  let pingSentMs = 0;
  let certificate = deps.knownCertificate;
  /** Whoever was told of the session that is online. */
  let listener: SessionListener | null = null;
  /** RFC 6121 §4.2.2: contacts' presence answers our own, and so comes before the first ping is answered. */
  let early: Element[] = [];

  function feed(input: SessionInput): void {
    const before = state;
    const { state: after, effects } = step(before, input, time.now(), policy, time.random());
    state = after;
    if (before.phase === 'connecting' && effects.some((e) => e.type === 'phase')) publishConnect(before, effects);
    for (const effect of effects) perform(effect);
    alarm.set(deadlineOf(state));
    tellOfEnd(before, after, effects);
  }

  /** Listeners hear of it after the facts are published. */
  function tellOfEnd(before: SessionState, after: SessionState, effects: readonly SessionEffect[]): void {
    if (before.phase !== 'online' && before.phase !== 'connecting') return;
    const failure = failureIn(effects);
    if (before.phase === 'connecting' && failure !== null) deps.listener?.()?.failed(failure);
    if (before.phase !== 'online' || after.phase === 'online') return;
    const told = listener;
    listener = null;
    told?.offline(failure);
  }

  function goOnline(jid: string, firstPing: { id: string; rttMs: number }): void {
    feed({ type: 'online', firstPing });
    if (state.phase !== 'online' || session === null) return;
    listener = deps.listener?.() ?? null;
    listener?.online(session, jid);
    for (const stanza of early.splice(0)) listener?.stanza(stanza);
    tellAlive(firstPing.rttMs);
  }

  function onStanza(stanza: Element): void {
    if (state.phase === 'online') listener?.stanza(stanza);
    else if (early.length < EARLY_MAX && (deps.listener?.() ?? null) !== null) early.push(stanza);
  }

  function onPong(id: string, rttMs: number): void {
    // A ping that our own stall overlapped measured us and not the peer.
    feed(deps.stalledSince(pingSentMs) ? { type: 'alive', id } : { type: 'pong', id, rttMs });
    tellAlive(rttMs);
  }

  /** RFC 6120 §10.1: stanzas come in order, so what was sent before the peer read our ping came before its answer. */
  function tellAlive(rttMs: number): void {
    listener?.alive(Math.floor(time.now() - rttMs));
  }

  function perform(effect: SessionEffect): void {
    const at = time.now();
    switch (effect.type) {
      case 'connect':
        open();
        return;
      case 'reserve-slot':
        feed({ type: 'slot', at: deps.reserveSlot() });
        return;
      case 'ping':
        pingSentMs = time.monoMs();
        session?.ping(effect.id);
        return;
      case 'close':
        leave()?.close();
        return;
      case 'destroy':
        leave()?.destroy();
        return;
      case 'answered': {
        const { id: pingId, sentAt, rttMs } = effect;
        publish({ ...ids, type: 'ping-answered', at, pingId, sentAt, rttMs: threeDecimals(rttMs) });
        return;
      }
      case 'missed': {
        const { id: pingId, sentAt, miss, of } = effect;
        publish({ ...ids, type: 'ping-missed', at, pingId, sentAt, miss, of });
        return;
      }
      case 'lost':
        publish({ ...ids, type: 'session-lost', at, failure: effect.failure, onlineForMs: effect.onlineForMs });
        return;
      case 'phase': {
        const { type: _, ...change } = effect;
        publish({ ...ids, type: 'session-phase-changed', at, ...change });
        return;
      }
    }
  }

  /** Opens a session whose callbacks count only until it is left. */
  function open(): void {
    const mine = ++generation;
    const whileMine =
      <A extends unknown[]>(handle: (...args: A) => void) =>
      (...args: A): void => {
        if (generation === mine) handle(...args);
      };
    pingSentMs = time.monoMs();
    early = [];
    const handlers: SessionHandlers = {
      onOnline: whileMine(({ jid, firstPing }) => goOnline(jid, firstPing)),
      onPong: whileMine(onPong),
      onStanza: whileMine(onStanza),
      onCertificate: whileMine(seeCertificate),
      onClosed: whileMine((failure) => feed({ type: 'closed', failure: failure ?? closedUnasked })),
    };
    session = deps.openSession(target.session, handlers, time);
  }

  function leave(): Session | null {
    const leaving = session;
    generation++;
    session = null;
    return leaving;
  }

  function seeCertificate(seen: CertificateFacts): void {
    if (certificate?.fingerprint === seen.fingerprint) return;
    publish({ ...ids, type: 'certificate-changed', at: time.now(), before: certificate, after: seen });
    certificate = seen;
  }

  function publishConnect(was: Connecting, effects: readonly SessionEffect[]): void {
    if (session === null) return;
    const { current: _, ...facts } = session.facts();
    const failure = failureIn(effects);
    const outcome = state.phase === 'online' ? 'online' : failure === null ? 'abandoned' : 'failed';
    const { since: startedAt, attempt } = was;
    const at = time.now();
    publish({ ...ids, type: 'connect-finished', at, startedAt, attempt, outcome, failure, ...facts });
    if (failure === null || outcome !== 'failed') return;
    const transcript = session.transcript();
    if (transcript !== null) deps.onTranscript?.({ targetKey: target.key, startedAt, at, failure, ...transcript });
  }

  return {
    target,
    state: () => state,
    start: () => feed({ type: 'start' }),
    stop: (reason) => feed({ type: 'stop', reason }),
    reconnect: () => feed({ type: 'reconnect' }),
    certificate: () => certificate,
    leaving: async () => listener?.leaving?.(),
  };
}

function failureIn(effects: readonly SessionEffect[]): Failure | null {
  return effects.flatMap((e) => (e.type === 'phase' && e.failure !== null ? [e.failure] : []))[0] ?? null;
}
