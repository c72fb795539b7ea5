/** How long a server's events take from the change to us, measured only where the stamp can be believed. */
import type { EpochMs } from '#contract';
import { type ClockOffset, errorAt, ourTimeOf } from './clock-offset';
import { RECOVERING_MS } from './load-budget';

/** What is known when an event of an agent arrives. */
export interface DelayContext {
  /** The agent's last stamp since the feeds were (re)subscribed; null: only empty ones; undefined: no event yet. */
  lastStampMs: EpochMs | null | undefined;
  /** When the server came back into service: it then publishes what happened meanwhile (FINESSE §7). null: not that we saw. */
  returnedAt: EpochMs | null;
  /** null: not measured yet. */
  offset: ClockOffset | null;
}

export interface StampedEvent {
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

/** @returns the verdict, and the agent's last stamp from now on */
export function measureDelay(
  event: StampedEvent,
  context: DelayContext,
): { lastStampMs: EpochMs | null; verdict: DelayVerdict } {
  const last = Math.max(context.lastStampMs ?? 0, event.stateChangeMs ?? 0);
  return { lastStampMs: last === 0 ? null : last, verdict: judge(event, context) };
}

function judge({ stateChangeMs, arrivedAt, stored }: StampedEvent, context: DelayContext): DelayVerdict {
  const { lastStampMs: last, returnedAt, offset } = context;
  if (stateChangeMs === null) return ignored('empty-stamp');
  if (stored) return ignored('stored');
  // after a subscribe or a reconnect, it may tell of a change long ago
  if (last === undefined) return ignored('first-event');
  // a change of name or of the pending state repeats the old stamp
  if (last !== null && stateChangeMs <= last) return ignored('same-stamp');
  if (returnedAt !== null && arrivedAt < returnedAt + RECOVERING_MS) return ignored('server-returned');
  if (offset === null) return ignored('clock-unknown');
  const delayMs = arrivedAt - ourTimeOf(stateChangeMs, offset);
  const errorMs = errorAt(offset, arrivedAt);
  if (delayMs < -errorMs) return ignored('from-the-future');
  return { measured: true, delayMs: Math.max(0, delayMs), errorMs };
}

type Why = Extract<DelayVerdict, { measured: false }>['why'];
const ignored = (why: Why): DelayVerdict => ({ measured: false, why });
