/** All session monitors of this observer: starts them spread over time, announces their configuration, carries out commands on them. */
import type { Fact, TargetCommand, TargetKey, TargetState } from '#contract';
import type { TargetConfig } from '../config/schema';
import { bookSlot } from '../domain/admission';
import { defaultPolicy } from '../domain/session-policy';
import type { Cancel, Time } from '../time/time';
import type { OpenSession } from '../xmpp/port';
import { createSessionMonitor, type SessionMonitor } from './session-monitor';

const SLOT_SPACING_MS = 20;
const SLOT_BURST = 10;
const STOP_GRACE_MS = 2_000;

export interface Fleet {
  start(): void;
  /** Closes every session in good order and waits up to two seconds for it; the last facts are published before it returns. */
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
}

export function createFleet(deps: FleetDeps): Fleet {
  const { time, publish } = deps;
  const known = new Map(deps.known.map((state) => [state.key, state]));
  let gate = { freeAt: time.now() };
  let starts: Cancel[] = [];
  const open = countOpen(deps.openSession);

  function reserveSlot(): number {
    const booked = bookSlot(gate, time.now(), SLOT_SPACING_MS, SLOT_BURST);
    gate = booked.gate;
    return booked.at;
  }

  const monitors = new Map<TargetKey, SessionMonitor>(
    deps.targets.map((target) => [
      target.key,
      createSessionMonitor(target, {
        openSession: open.openSession,
        time,
        publish,
        reserveSlot,
        stalledSince: deps.stalledSince,
        policy: { ...defaultPolicy, ...target.policy },
        knownCertificate: known.get(target.key)?.certificate ?? null,
      }),
    ]),
  );

  function announce(): void {
    const at = time.now();
    for (const target of deps.targets) {
      const fact = configuredFact(target, at, deps.demo);
      const before = known.get(target.key);
      if (!sameConfiguration(before, fact)) publish(fact);
      if (target.expect === 'closed') settle(before, at, 'shutdown');
    }
    for (const state of known.values()) {
      if (state.archived || monitors.has(state.key)) continue;
      settle(state, at, 'archived');
      publish({ ...idsOf(state), type: 'target-archived', at });
    }
  }

  /** A run that crashed left its last phase in the database; of a target that is not tried again it would stay there for ever. */
  function settle(state: TargetState | undefined, at: number, stopReason: 'shutdown' | 'archived'): void {
    if (state === undefined || state.session.phase === 'stopped') return;
    const change = { from: state.session.phase, to: 'stopped', attempt: 0, failure: null, retryAt: null } as const;
    publish({ ...idsOf(state), type: 'session-phase-changed', at, ...change, stopReason });
  }

  return {
    start() {
      announce();
      for (const [key, monitor] of monitors) {
        // What is closed by design is never tried, so it can never be down.
        if (monitor.target.expect === 'closed' || wasPaused(known.get(key))) continue;
        starts.push(time.after(reserveSlot() - time.now(), () => monitor.start()));
      }
    },
    stop() {
      for (const cancel of starts) cancel();
      starts = [];
      for (const monitor of monitors.values()) {
        if (monitor.state().phase !== 'stopped') monitor.stop('shutdown');
      }
      return new Promise((resolve) => {
        const cancel = time.after(STOP_GRACE_MS, resolve);
        open.whenNone(() => {
          cancel();
          resolve();
        });
      });
    },
    execute(command) {
      const monitor = monitors.get(command.targetKey);
      if (monitor === undefined) return `There is no target ${command.targetKey}.`;
      const stopped = monitor.state().phase === 'stopped';
      switch (command.command) {
        case 'pause-target':
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
}

/** Sessions that are still open, also those that a monitor has left and that say goodbye to their server. */
function countOpen(openSession: OpenSession): { openSession: OpenSession; whenNone(then: () => void): void } {
  let open = 0;
  let then: (() => void) | null = null;
  return {
    openSession(options, handlers, time) {
      open++;
      const onClosed: typeof handlers.onClosed = (failure) => {
        open--;
        handlers.onClosed(failure);
        if (open === 0) then?.();
      };
      return openSession(options, { ...handlers, onClosed }, time);
    },
    whenNone(callback) {
      then = callback;
      if (open === 0) callback();
    },
  };
}

function idsOf({ clusterKey, nodeKey, key }: TargetState) {
  return { clusterKey, nodeKey, targetKey: key };
}

/** A pause outlives a restart; every other reason to be stopped does not. */
function wasPaused(state: TargetState | undefined): boolean {
  return state?.session.phase === 'stopped' && state.session.reason === 'paused';
}

type Configured = Extract<Fact, { type: 'target-configured' }>;

function configuredFact(target: TargetConfig, at: number, demo: boolean): Configured {
  return {
    type: 'target-configured',
    at,
    clusterKey: target.clusterKey,
    nodeKey: target.nodeKey,
    targetKey: target.key,
    clusterName: target.clusterName,
    nodeName: target.nodeName,
    domain: target.session.wire.domain,
    transport: target.transport,
    address: target.address,
    expect: target.expect,
    pingIntervalMs: target.policy.pingIntervalMs,
    pingTimeoutMs: target.policy.pingTimeoutMs,
    pingRetries: target.policy.pingRetries,
    demo,
  };
}

function sameConfiguration(state: TargetState | undefined, fact: Configured): boolean {
  if (state === undefined || state.archived) return false;
  const { type: _, at: __, targetKey: ___, ...wanted } = fact;
  const had: Record<string, unknown> = { ...state };
  return Object.entries(wanted).every(([key, value]) => had[key] === value);
}
