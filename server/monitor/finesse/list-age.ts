/**
 * How old a list of connected users is: its server makes one every five seconds (FINESSE §1.6) and does not say when. The
 * durations in it do: everybody's began at a moment that stays the same, whatever the age of the list.
 */
import type { EpochMs } from '#contract';

/** When a duration began: not before, not after. */
interface Began {
  lo: number;
  hi: number;
}

export interface ListAges {
  readonly began: ReadonlyMap<string, Began>;
}

export const noAges: ListAges = { began: new Map() };

export interface ListLook {
  /** When the request was written, and when the head of its answer came. */
  sentAt: number;
  headAt: number;
  durations: ReadonlyMap<string, number>;
}

/** The list was made then: not before, not after. */
export interface MadeAt {
  lo: number;
  hi: number;
}

/** FINESSE §1.6: the server's cache. */
export const CACHE_MS = 5_000;
/** Durations are whole seconds. */
const STEP_MS = 1_000;
/** Both clocks part by as much from look to look. */
const DRIFT_MS = 2;

export function seeList(known: ListAges, look: ListLook): { ages: ListAges; madeAt: MadeAt } {
  const widest: MadeAt = { lo: look.sentAt - CACHE_MS, hi: look.headAt };
  const fresh = new Map<string, Began>();
  let madeAt = widest;
  for (const [loginId, seconds] of look.durations) {
    const own = beganBy(widest, seconds);
    const before = known.began.get(loginId);
    const both = before === undefined ? null : overlap({ lo: before.lo - DRIFT_MS, hi: before.hi + DRIFT_MS }, own);
    fresh.set(loginId, both ?? own);
    // whose duration began anew tells nothing of the list
    if (both === null) continue;
    madeAt = overlap(madeAt, { lo: both.lo + seconds * STEP_MS, hi: both.hi + (seconds + 1) * STEP_MS }) ?? madeAt;
  }
  const began = new Map([...fresh].map(([id, own]) => [id, narrowed(own, madeAt, look.durations.get(id))]));
  return { ages: { began }, madeAt };
}

const beganBy = ({ lo, hi }: MadeAt, seconds: number): Began => ({
  lo: lo - (seconds + 1) * STEP_MS,
  hi: hi - seconds * STEP_MS,
});

function narrowed(own: Began, madeAt: MadeAt, seconds: number | undefined): Began {
  return seconds === undefined ? own : (overlap(own, beganBy(madeAt, seconds)) ?? own);
}

function overlap(a: Began, b: Began): Began | null {
  const both = { lo: Math.max(a.lo, b.lo), hi: Math.min(a.hi, b.hi) };
  return both.lo <= both.hi ? both : null;
}

/** Age when it was read, ms. */
export function ageOf(madeAt: MadeAt, at: EpochMs): { least: number; most: number } {
  return { least: Math.max(0, Math.floor(at - madeAt.hi)), most: Math.max(0, Math.ceil(at - madeAt.lo)) };
}

/** A look this long after another is answered from the cache, and so tells how old that was: the later, the better it is known. */
export const CALIBRATION_AFTER_MS = 4_900;
const CALIBRATION_EVERY_MS = 120_000;
const GOOD_ENOUGH_MS = 1_000;

/** Whether one look out of turn is worth it: at most every two minutes. @param calibratedAt null: never */
export function wantsCalibration(madeAt: MadeAt, calibratedAt: EpochMs | null, at: EpochMs): boolean {
  if (madeAt.hi - madeAt.lo <= GOOD_ENOUGH_MS) return false;
  return calibratedAt === null || at - calibratedAt >= CALIBRATION_EVERY_MS;
}
