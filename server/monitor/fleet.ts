/** All session monitors of this observer: starts them spread over time, announces their configuration, carries out commands on them. */
import type { CertificateFacts, Fact, HandshakeTranscript, TargetCommand, TargetKey, TargetState } from '#contract';
import type { TargetConfig } from '../config/schema';
import { bookSlot } from '../domain/admission';
import { defaultPolicy } from '../domain/session-policy';
import type { Cancel, Time } from '../time/time';
import type { OpenSession } from '../xmpp/port';
import { configuredFact, idsOf, isOf, isSameTarget, sameConfiguration, wasPaused } from './fleet-targets';
import { countOpen } from './open-sessions';
import type { SessionListener } from './port';
import { createSessionMonitor, type SessionMonitor } from './session-monitor';

const SLOT_SPACING_MS = 20;
const SLOT_BURST = 10;
const LEAVING_MS = 1_500;
const STOP_GRACE_MS = 2_000;

export interface Fleet {
  start(): void;
  /**
   * Takes one more target, announces it and books it a slot; before `start` it waits for that. A key that is there already is left alone
   * when its configuration is the same, and else begins anew with the new one; a pause stays.
   */
  add(target: TargetConfig): void;
  /** Archives the targets of this node that the database knows and nobody configured: for a pending node, when all of its own were added. */
  archiveMissing(clusterKey: string, nodeKey: string): void;
  /** Stops a target that must not be tried again, as after its account was refused elsewhere. Unknown ones are ignored. */
  stopTarget(key: TargetKey, reason: 'refused' | 'shutdown'): void;
  /** Starts again what is stopped for any reason but a pause; @returns whether it did */
  resume(key: TargetKey): boolean;
  /**
   * Lets listeners of these say their last word, closes their sessions in good order, and forgets them: `archived` for good, `shutdown` to
   * come again with another configuration. Settles when all is said, after 1.5 s at most.
   */
  leave(keys: readonly TargetKey[], reason: 'archived' | 'shutdown'): Promise<void>;
  /** What the database knows by now of targets that come, or come again. */
  know(states: readonly TargetState[]): void;
  /** Leaves and comes again, so that whoever listens now is told from the beginning; one that is stopped stays so. */
  again(key: TargetKey): void;
  /** Lets listeners say their last word, closes every session in good order, and waits 3.5 s for both at most; no fact follows. */
  stop(): Promise<void>;
  /** @returns null when done, or a sentence that says why not */
  execute(command: TargetCommand): string | null;
  counts(): { total: number; online: number };
  monitors(): readonly SessionMonitor[];
}

export interface FleetDeps {
  targets: readonly TargetConfig[];
  openSession: OpenSession;
  time: Time;
  publish(fact: Fact): void;
  stalledSince(monoMs: number): boolean;
  /** Current state by the database, archived targets included. */
  known: readonly TargetState[];
  demo: boolean;
  /** Who is told of a target's session; asked each time that one is online or failed. */
  listenerOf?(key: TargetKey): SessionListener | null;
  /** Configured nodes whose targets are found out later: what the database knows of theirs is not archived at the start. */
  pending?: readonly { clusterKey: string; nodeKey: string }[];
  /** Told of every target that is taken, before its first fact. */
  onTarget?(target: TargetConfig): void;
  /** Told of each handshake that failed. */
  onTranscript?(transcript: HandshakeTranscript): void;
}

export function createFleet(deps: FleetDeps): Fleet {
  const { time, publish } = deps;
  const known = new Map(deps.known.map((state) => [state.key, state]));
  const monitors = new Map<TargetKey, SessionMonitor>();
  const starts = new Map<TargetKey, Cancel>();
  let gate = { freeAt: time.now() };
  let phase: 'waiting' | 'running' | 'stopping' = 'waiting';
  const open = countOpen(deps.openSession);

  function reserveSlot(): number {
    const booked = bookSlot(gate, time.now(), SLOT_SPACING_MS, SLOT_BURST);
    gate = booked.gate;
    return booked.at;
  }

  function take(target: TargetConfig, knownCertificate: CertificateFacts | null): void {
    deps.onTarget?.(target);
    const monitor = createSessionMonitor(target, {
      openSession: open.openSession,
      time,
      publish,
      reserveSlot,
      stalledSince: deps.stalledSince,
      policy: { ...defaultPolicy, ...target.policy },
      knownCertificate,
      listener: () => deps.listenerOf?.(target.key) ?? null,
      onTranscript: (transcript) => deps.onTranscript?.(transcript),
    });
    monitors.set(target.key, monitor);
  }

  /** Announces a target that is new to this run and books its first slot. */
  function begin(target: TargetConfig): void {
    const at = time.now();
    const fact = configuredFact(target, at, deps.demo);
    const before = known.get(target.key);
    if (!sameConfiguration(before, fact)) publish(fact);
    if (target.expect === 'closed') settle(before, at, 'shutdown');
    if (!wasPaused(before) && !isHeld(target.key)) bookStart(target);
  }

  /** Stopped before its first start. */
  function isHeld(key: TargetKey): boolean {
    const state = monitors.get(key)?.state();
    return state?.phase === 'stopped' && state.reason !== 'not-started';
  }

  function bookStart({ key, expect }: TargetConfig): void {
    // What is closed by design is never tried, so it can never be down.
    if (expect === 'closed') return;
    const start = () => {
      starts.delete(key);
      monitors.get(key)?.start();
    };
    starts.set(key, time.after(reserveSlot() - time.now(), start));
  }

  function cancelStart(key: TargetKey): void {
    starts.get(key)?.();
    starts.delete(key);
  }

  function replace(old: SessionMonitor, target: TargetConfig): void {
    const { key } = target;
    const paused = isPaused(old) || (!hasRun(old) && wasPaused(known.get(key)));
    cancelStart(key);
    if (old.state().phase !== 'stopped') old.stop('shutdown');
    take(target, old.certificate());
    publish(configuredFact(target, time.now(), deps.demo));
    if (!paused) bookStart(target);
  }

  function archive(state: TargetState): void {
    if (state.archived || monitors.has(state.key)) return;
    const at = time.now();
    settle(state, at, 'archived');
    publish({ ...idsOf(state), type: 'target-archived', at });
    known.set(state.key, { ...(known.get(state.key) ?? state), archived: true });
  }

  /** A run that crashed left its last phase in the database; of a target that is not tried again it would stay there for ever. */
  function settle(state: TargetState | undefined, at: number, stopReason: 'shutdown' | 'archived'): void {
    if (state === undefined || state.archived || state.session.phase === 'stopped') return;
    const change = { from: state.session.phase, to: 'stopped', attempt: 0, failure: null, retryAt: null } as const;
    publish({ ...idsOf(state), type: 'session-phase-changed', at, ...change, stopReason });
    known.set(state.key, { ...state, session: { phase: 'stopped', since: at, reason: stopReason, failure: null } });
  }

  function settleUnconfigured(): void {
    for (const state of known.values()) {
      if (monitors.has(state.key)) continue;
      if (deps.pending?.some((node) => isOf(state, node))) settle(state, time.now(), 'shutdown');
      else archive(state);
    }
  }

  for (const target of deps.targets) take(target, known.get(target.key)?.certificate ?? null);

  return {
    start() {
      phase = 'running';
      for (const { target } of monitors.values()) begin(target);
      settleUnconfigured();
    },
    add(target) {
      if (phase === 'stopping') return;
      const old = monitors.get(target.key);
      if (old !== undefined && isSameTarget(old.target, target)) return;
      if (old !== undefined && phase === 'running') {
        replace(old, target);
        return;
      }
      take(target, known.get(target.key)?.certificate ?? null);
      if (phase === 'running') begin(target);
    },
    archiveMissing(clusterKey, nodeKey) {
      for (const state of known.values()) if (isOf(state, { clusterKey, nodeKey })) archive(state);
    },
    stopTarget(key, reason) {
      cancelStart(key);
      monitors.get(key)?.stop(reason);
    },
    resume(key) {
      const monitor = monitors.get(key);
      if (phase !== 'running' || monitor?.state().phase !== 'stopped' || isPaused(monitor)) return false;
      if (monitor.target.expect === 'closed' || (!hasRun(monitor) && wasPaused(known.get(key)))) return false;
      cancelStart(key);
      monitor.start();
      return true;
    },
    async leave(keys, reason) {
      const leaving = keys.flatMap((key) => monitors.get(key) ?? []);
      for (const { target } of leaving) cancelStart(target.key);
      await within(
        LEAVING_MS,
        Promise.all(leaving.map((monitor) => monitor.leaving())).then(() => {}),
      );
      for (const monitor of leaving) {
        const { key } = monitor.target;
        if (monitors.get(key) !== monitor) continue;
        if (monitor.state().phase !== 'stopped') monitor.stop(reason);
        monitors.delete(key);
        known.delete(key);
        if (reason === 'archived') publish({ ...idsOf(monitor.target), type: 'target-archived', at: time.now() });
      }
    },
    know(states) {
      for (const state of states) if (!monitors.has(state.key)) known.set(state.key, state);
    },
    again(key) {
      const monitor = monitors.get(key);
      if (monitor !== undefined && monitor.state().phase !== 'stopped') monitor.reconnect();
    },
    async stop() {
      phase = 'stopping';
      for (const key of [...starts.keys()]) cancelStart(key);
      const all = [...monitors.values()];
      await within(
        LEAVING_MS,
        Promise.all(all.map((monitor) => monitor.leaving())).then(() => {}),
      );
      for (const monitor of all) {
        if (monitor.state().phase !== 'stopped') monitor.stop('shutdown');
      }
      await within(STOP_GRACE_MS, new Promise<void>((resolve) => open.whenNone(resolve)));
    },
    execute(command) {
      const monitor = monitors.get(command.targetKey);
      if (monitor === undefined) return `There is no target ${command.targetKey}.`;
      const stopped = monitor.state().phase === 'stopped';
      switch (command.command) {
        case 'pause-target':
          cancelStart(command.targetKey);
          monitor.stop('paused');
          return null;
        case 'resume-target':
          if (!stopped) return `${command.targetKey} is not paused.`;
          monitor.start();
          return null;
        case 'reconnect-target':
          monitor.reconnect();
          return null;
      }
    },
    counts() {
      const all = [...monitors.values()];
      return { total: all.length, online: all.filter((m) => m.state().phase === 'online').length };
    },
    monitors: () => [...monitors.values()],
  };

  function within(ms: number, work: Promise<void>): Promise<void> {
    return new Promise((resolve) => {
      const cancel = time.after(ms, resolve);
      const end = () => {
        cancel();
        resolve();
      };
      work.then(end, end);
    });
  }
}

/** By a user, in this run. */
function isPaused(monitor: SessionMonitor): boolean {
  const state = monitor.state();
  return state.phase === 'stopped' && state.reason === 'paused';
}

function hasRun(monitor: SessionMonitor): boolean {
  const state = monitor.state();
  return state.phase !== 'stopped' || state.reason !== 'not-started';
}
