/** A world on a virtual clock, and its events as lines that a test can compare: seconds since the start, and what happened. */

import { createWorld } from '../../../../server/simulator/finesse/world/create-world';
import type { WorldEvent, WorldSettingsInput } from '../../../../server/simulator/finesse/world/port';
import { createVirtualTime } from '../../../../server/time/virtual-time';

/** 2026-11-03T09:00:00Z. */
export const START = Date.UTC(2026, 10, 3, 9);

export type EventOf<T extends WorldEvent['type']> = Extract<WorldEvent, { type: T }>;

export interface Story {
  world: ReturnType<typeof createWorld>;
  time: ReturnType<typeof createVirtualTime>;
  events: WorldEvent[];
  /** Moves on, to so many seconds after the start. */
  until(seconds: number): void;
  /** Does something now; a problem fails the test. */
  act(action: Parameters<ReturnType<typeof createWorld>['act']>[0]): void;
  of<T extends WorldEvent['type']>(type: T): EventOf<T>[];
  /** Seconds since the start. */
  at(event: { at: number }): number;
  /** What concerns presence, graces, states and outcomes, as lines. */
  lines(loginId?: string): string[];
}

/** One team of a few people on A, calm, sweeps on A at 0:07, 0:37 …, unless told otherwise. */
export const small: WorldSettingsInput = {
  ...{ agents: 6, teamSize: 6, shareOnA: 1, signedIn: 1, rhythm: false, boshShare: 0 },
  openfire: { sweepPhaseS: { A: 7, B: 22 } },
};

export function begin(settings: WorldSettingsInput = {}, startMs = START): Story {
  const time = createVirtualTime(startMs, 1);
  const world = createWorld({ ...small, ...settings }, time);
  const events: WorldEvent[] = [];
  world.subscribe((event) => events.push(event));
  const at = (event: { at: number }) => (event.at - startMs) / 1000;
  return {
    ...{ world, time, events, at },
    until: (seconds) => time.advanceSync(startMs + seconds * 1000 - time.now()),
    act(action) {
      const done = world.act(action);
      if (!done.ok) throw new Error(done.problem);
    },
    of: <T extends WorldEvent['type']>(type: T) => events.filter((e): e is EventOf<T> => e.type === type),
    lines: (loginId) =>
      events.flatMap((event) => {
        const line = lineOf(event, loginId);
        return line === null ? [] : [`${Math.round(at(event) * 10) / 10} ${line}`];
      }),
  };
}

function lineOf(event: WorldEvent, loginId: string | undefined): string | null {
  if (loginId !== undefined && !concerns(event, loginId)) return null;
  switch (event.type) {
    case 'session-closed':
      return `${event.side} session closed: ${event.how}`;
    case 'presence-changed':
      return `${event.side} ${event.available ? 'available' : 'unavailable'}`;
    case 'grace-changed':
      return `${event.side} grace ${event.change}`;
    case 'agent-changed': {
      const pending = event.view.pendingState === null ? '' : `, then ${event.view.pendingState}`;
      const again = event.republished ? ' again' : '';
      return `${event.side} tells ${event.view.state} ${event.view.reason?.code ?? -1}${pending}${again}`;
    }
    case 'outcome':
      return `outcome ${event.outcome}${event.afterCall ? ' after the call' : ''}${event.race ? ' by the race' : ''}`;
    default:
      return null;
  }
}

function concerns(event: WorldEvent, loginId: string): boolean {
  if ('loginId' in event) return event.loginId === loginId;
  return 'jid' in event && event.jid.startsWith(`${loginId.toLowerCase()}@`);
}
