/** A rule about pings over stored summaries of one target: every window that live would look at, and the same verdicts. */
import type { AlertRule, EpochMs, TargetState } from '#contract';
import { mergeSummaries, quantileOf } from '../../history/rollup';
import { bucketOf, middleOf } from '../../history/sketch';
import type { Span } from '../../history/timeline';
import { missesOf, noDataOf, type PingCondition, slowOf } from '../conditions-targets';
import type { Finding } from '../finding';
import { isFull, MINUTE_MS } from '../ping-minutes';
import { isInServiceHours } from '../service-hours';
import { countFrom, type Slots } from './slots';
import { gapAt, type Track } from './track';

export interface PingReplayOptions {
  rule: AlertRule;
  /** As in the rule, the window a multiple of the step. */
  condition: PingCondition;
  target: TargetState;
  track: Track;
  range: Span;
  /** Of the summaries: a minute, or ten where minutes are no longer kept. */
  stepMs: number;
  slots: Slots;
  /** Whether the summaries of the slot that begins there were read; where they were not, the condition holds for sure in no window. */
  isRead(slot: EpochMs): boolean;
  unobserved: readonly Span[];
  /** When the target was not stopped. */
  active: readonly Span[];
}

/** The key of the lowest bucket whose values are told as over the limit. */
export function keyOver(overUs: number): number {
  let key = bucketOf(Math.floor(overUs) + 1);
  while (key > 0 && middleOf(key - 1) > overUs) key -= 1;
  while (middleOf(key) <= overUs) key += 1;
  return key;
}

/** Sums up to each slot, so that those of any window are a difference; and what is asked of each slot. */
interface Sums {
  count: Int32Array;
  misses: Int32Array;
  /** Answered, and told as over the limit. */
  over: Int32Array;
  /** Slots with an answer that is not over it. */
  low: Int32Array;
  unread: Int32Array;
  maxUs: Float64Array;
}

export function replayPings(o: PingReplayOptions): void {
  const { rule, track, range, stepMs, target } = o;
  const timeoutMs = target.pingTimeoutMs;
  const windows = createWindows(o);
  const isOn = (at: EpochMs) => rule.schedule === null || isInServiceHours(rule.schedule, at);
  let judgedAt = range.from - 1;

  function findingAt(at: EpochMs): Finding | null {
    const found = windows.findingAt(at, track);
    return found !== null && isOn(at) ? found : null;
  }
  function judge(moment: EpochMs): void {
    const at = gapAt(o.unobserved, moment)?.to ?? moment;
    if (at <= judgedAt || at < range.from || at > range.to) return;
    for (let due = track.dueAt(); due !== null && due < at; due = track.dueAt()) {
      const then = Math.max(due, judgedAt + 1);
      const seen = gapAt(o.unobserved, then)?.to ?? then;
      if (seen >= at) break;
      step(seen);
    }
    step(at);
  }
  function step(at: EpochMs): void {
    judgedAt = at;
    // What fires goes on firing: months of it are looked at in no time.
    if (track.isSteady(SAMPLES_ENOUGH) && windows.holdsAt(at) && isOn(at)) return;
    const found = findingAt(at);
    if (found !== null || !track.isIdle()) track.step(at, found === null ? [] : [found]);
  }

  // A target that is stopped is not looked at from that moment on.
  const stops = o.active.flatMap((a) => (a.to > range.from && a.to <= range.to ? [a.to] : [])).sort((a, b) => a - b);
  let nextStop = 0;
  function judgeUpTo(at: EpochMs): void {
    for (let stop = stops[nextStop]; stop !== undefined && stop <= at; stop = stops[nextStop]) {
      nextStop += 1;
      judge(stop);
    }
    judge(at);
  }

  judge(range.from);
  const first = Math.floor((range.from - timeoutMs) / stepMs) * stepMs;
  for (let end = first; end <= range.to; end += stepMs) {
    if (track.isIdle() && !windows.mayHold(end) && !windows.mayHold(end - stepMs)) continue;
    const at = end + timeoutMs;
    if (rule.schedule !== null)
      for (let m = Math.floor((at - stepMs) / MINUTE_MS + 1) * MINUTE_MS; m < at; m += MINUTE_MS) judgeUpTo(m);
    judgeUpTo(at);
  }
  judgeUpTo(range.to);
  track.finish();
}

function createWindows(o: PingReplayOptions) {
  const { condition, target, range, stepMs } = o;
  const size = Math.round((condition.windowMin * MINUTE_MS) / stepMs);
  const base = Math.floor((range.from - target.pingTimeoutMs) / stepMs) * stepMs - (size + 1) * stepMs;
  const slots = Math.max(0, Math.ceil((range.to - base) / stepMs));
  const sums = sumsOf(o, base, slots);

  /** Of the window that ends before slot `end`; null: it does not hold. */
  function holds(end: number): boolean {
    const start = end - size;
    if (start < 0 || end > slots || between(sums.unread, start, end) > 0) return false;
    const count = between(sums.count, start, end);
    const misses = between(sums.misses, start, end);
    switch (condition.of) {
      case 'missed-pings':
        return misses >= condition.misses;
      case 'no-data':
        return count === 0;
      case 'round-trip':
        return isSlow(condition, start, end, count - misses);
    }
  }

  /** As `quantileOf` says of the merged summaries, without merging them. */
  function isSlow({ quantile, overMs }: { quantile: number; overMs: number }, start: number, end: number, n: number) {
    if (n === 0) return false;
    const over = between(sums.over, start, end);
    const rank = Math.floor(quantile * (n - 1));
    if (rank < n - over && between(sums.low, start, end) > 0) return false;
    let max = 0;
    let first: EpochMs | null = null;
    for (let i = start; i < end; i += 1) {
      if (between(sums.count, i, i + 1) === 0) continue;
      first ??= base + i * stepMs;
      max = Math.max(max, sums.maxUs[i] ?? 0);
    }
    const window = { from: base + start * stepMs, to: base + end * stepMs, first };
    return max > overMs * 1_000 && isFull(window, n, target.pingIntervalMs);
  }

  function findingOf(end: number, at: EpochMs, track: Track): Finding | null {
    const window = { from: base + (end - size) * stepMs, to: base + end * stepMs };
    switch (condition.of) {
      case 'missed-pings': {
        const [misses, count] = [between(sums.misses, end - size, end), between(sums.count, end - size, end)];
        return missesOf(target, { misses, count }, window.from);
      }
      case 'no-data': {
        const isActive = o.active.some((a) => a.from <= window.from && at < a.to);
        const isSeen = !o.unobserved.some((u) => u.from < window.to && u.to > window.from);
        return target.expect === 'open' && isActive && isSeen ? noDataOf(target, condition, window.from) : null;
      }
      case 'round-trip': {
        // Merging costs most: once there are samples enough, the last one stands.
        const known = track.samplesOf(`rtt ${target.key}`);
        const last = known.length >= SAMPLES_ENOUGH ? known.at(-1) : undefined;
        const summary = mergeSummaries(last !== undefined ? [] : o.slots.between(window));
        const found = slowOf(
          target,
          condition,
          quantileOf(summary, condition.quantile) ?? 0,
          summary.count,
          window.from,
        );
        return last === undefined ? found : { ...found, sample: last.text };
      }
    }
  }

  const endAt = (at: EpochMs) => Math.floor((at - target.pingTimeoutMs - base) / stepMs);
  return {
    mayHold: (to: EpochMs) => holds(Math.round((to - base) / stepMs)),
    /** For sure; where more must be asked than the sums, false. */
    holdsAt: (at: EpochMs) => condition.of !== 'no-data' && holds(endAt(at)),
    findingAt(at: EpochMs, track: Track) {
      const end = endAt(at);
      return holds(end) ? findingOf(end, at, track) : null;
    },
  };
}

const SAMPLES_ENOUGH = 12;
const between = (sums: Int32Array, start: number, end: number): number => (sums[end] ?? 0) - (sums[start] ?? 0);

function sumsOf({ slots, condition, stepMs, isRead }: PingReplayOptions, base: EpochMs, size: number): Sums {
  const make = () => new Int32Array(size + 1);
  const sums: Sums = {
    ...{ count: make(), misses: make(), over: make(), low: make(), unread: make(), maxUs: new Float64Array(size + 1) },
  };
  const { count, misses, over, low, unread, maxUs } = sums;
  const overUs = condition.of === 'round-trip' ? condition.overMs * 1_000 : Number.POSITIVE_INFINITY;
  const least = condition.of === 'round-trip' ? keyOver(overUs) : Number.POSITIVE_INFINITY;
  const add = (to: Int32Array, i: number, n: number) => {
    to[i] = (to[i] ?? 0) + n;
  };
  slots.each((slot) => {
    const i = Math.round((slot.from - base) / stepMs);
    if (i < 0 || i >= size) return;
    add(count, i + 1, slot.count);
    add(misses, i + 1, slot.misses);
    add(over, i + 1, countFrom(slot.sketch, least));
    if (slot.minUs !== null && slot.minUs <= overUs) low[i + 1] = 1;
    maxUs[i] = Math.max(maxUs[i] ?? 0, slot.maxUs ?? 0);
  });
  for (let i = 0; i < size; i += 1) {
    if (!isRead(base + i * stepMs)) unread[i + 1] = 1;
    for (const sum of [count, misses, over, low, unread]) add(sum, i + 1, sum[i] ?? 0);
  }
  return sums;
}
