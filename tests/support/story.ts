/** Tells what the session machine does as a log of words: inputs at times, effects as lines. */
import {
  deadlineOf,
  initialSession,
  type SessionEffect,
  type SessionInput,
  type SessionState,
  step,
} from '../../server/domain/session';
import { defaultPolicy, type SessionPolicy } from '../../server/domain/session-policy';

export interface Story {
  at(ms: number, input: SessionInput): Story;
  /** Runs the clock, waking the machine at its deadlines. */
  until(ms: number): Story;
  /** Nothing runs until `ms`: the host slept or the loop was blocked; then the overdue alarm rings once. */
  asleepUntil(ms: number): Story;
  readonly log: string[];
  readonly state: SessionState;
}

/** @param slotAt answers `reserve-slot`: by default at once */
export function story(policy: Partial<SessionPolicy> = {}, jitter = 0.5, slotAt = (now: number) => now): Story {
  const full = { ...defaultPolicy, ...policy };
  const log: string[] = [];
  let state = initialSession(0);
  let now = 0;

  function feed(input: SessionInput): void {
    const stepped = step(state, input, now, full, jitter);
    state = stepped.state;
    for (const effect of stepped.effects) {
      log.push(`${now} ${inWords(effect)}`);
      if (effect.type === 'reserve-slot') feed({ type: 'slot', at: slotAt(now) });
    }
  }

  function runTo(ms: number): void {
    for (let due = deadlineOf(state); due !== null && due <= ms; due = deadlineOf(state)) {
      now = Math.max(now, due);
      feed({ type: 'wake', inPhase: 'sasl' });
    }
    now = ms;
  }

  const self: Story = {
    at(ms, input) {
      runTo(ms);
      feed(input);
      return self;
    },
    until(ms) {
      runTo(ms);
      return self;
    },
    asleepUntil(ms) {
      now = ms;
      feed({ type: 'wake', inPhase: 'sasl' });
      return self;
    },
    log,
    get state() {
      return state;
    },
  };
  return self;
}

function inWords(effect: SessionEffect): string {
  switch (effect.type) {
    case 'ping':
      return 'ping';
    case 'answered':
      return `answered in ${effect.rttMs}`;
    case 'missed':
      return `miss ${effect.miss} of ${effect.of}`;
    case 'lost':
      return `lost: ${effect.failure.condition}`;
    case 'phase':
      return `${effect.from} -> ${effect.to}${effect.retryAt === null ? '' : ` until ${effect.retryAt}`}`;
    default:
      return effect.type;
  }
}
