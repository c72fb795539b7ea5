/** How long a server's events take from the change to us, measured only where the stamp can be believed. */
import type { EpochMs } from '#contract';
import { type ClockOffset, errorAt, ourTimeOf } from './clock-offset';
import { RECOVERING_MS } from './load-budget';

/** Of one server's feeds. */
export interface DelayMemory {
  /** Login id → the last stamp seen since the feeds were (re)subscribed; null: seen, with an empty one. */
  readonly lastStamps: ReadonlyMap<string, EpochMs | null>;
  /** When the server came back into service; null: not within what we know. */
  readonly returnedAt: EpochMs | null;
}

export interface StampedEvent {
  loginId: string;
  /** By the server's clock; null: empty. */
  stateChangeMs: EpochMs | null;
  arrivedAt: EpochMs;
  /** It was kept while nobody was there (XEP-0203). */
  stored: boolean;
}

export type DelayVerdict =
  /** `delayMs` is within ± `errorMs`, and never below 0. */
  | { measured: true; delayMs: number; errorMs: number }
  | {
      measured: false;
      why:
        | 'empty-stamp'
        | 'first-event'
        | 'server-returned'
        | 'same-stamp'
        | 'stored'
        | 'clock-unknown'
        | 'from-the-future';
    };

export const noDelays: DelayMemory = { lastStamps: new Map(), returnedAt: null };

/** After a subscribe or a reconnect: the first event of each agent may tell of a change long ago. */
export function afterSubscribe(memory: DelayMemory): DelayMemory {
  return { ...memory, lastStamps: new Map() };
}

/** The server is back in service: it now publishes what happened meanwhile (FINESSE §7). */
export function afterReturn(memory: DelayMemory, at: EpochMs): DelayMemory {
  return { ...memory, returnedAt: at };
}

/** @param offset null: not measured yet */
export function measureDelay(
  memory: DelayMemory,
  event: StampedEvent,
  offset: ClockOffset | null,
): { memory: DelayMemory; verdict: DelayVerdict } {
  const verdict = judge(memory, event, offset);
  const known = memory.lastStamps.get(event.loginId) ?? null;
  const last = Math.max(known ?? 0, event.stateChangeMs ?? 0);
  const lastStamps = new Map(memory.lastStamps).set(event.loginId, last === 0 ? null : last);
  return { memory: { ...memory, lastStamps }, verdict };
}

function judge(memory: DelayMemory, event: StampedEvent, offset: ClockOffset | null): DelayVerdict {
  const { loginId, stateChangeMs, arrivedAt } = event;
  if (stateChangeMs === null) return ignored('empty-stamp');
  if (event.stored) return ignored('stored');
  const last = memory.lastStamps.get(loginId);
  if (last === undefined) return ignored('first-event');
  // a change of name or of the pending state repeats the old stamp
  if (last !== null && stateChangeMs <= last) return ignored('same-stamp');
  const { returnedAt } = memory;
  if (returnedAt !== null && arrivedAt < returnedAt + RECOVERING_MS) return ignored('server-returned');
  if (offset === null) return ignored('clock-unknown');
  const delayMs = arrivedAt - ourTimeOf(stateChangeMs, offset);
  const errorMs = errorAt(offset, arrivedAt);
  if (delayMs < -errorMs) return ignored('from-the-future');
  return { measured: true, delayMs: Math.max(0, delayMs), errorMs };
}

type Why = Extract<DelayVerdict, { measured: false }>['why'];
const ignored = (why: Why): DelayVerdict => ({ measured: false, why });
