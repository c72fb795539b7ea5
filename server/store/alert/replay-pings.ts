/** Replays a rule about pings, target by target: hours first, and only the days whose minutes can matter. */
import type { EpochMs, Event, ReplayLine, TargetState } from '#contract';
import type { PingCondition } from '../../domain/alert/conditions-targets';
import { MINUTE_MS } from '../../domain/alert/ping-minutes';
import { replayPings } from '../../domain/alert/replay/pings';
import { dayOf, daysWithWindows, weighed, weigherOf } from '../../domain/alert/replay/prefilter';
import type { Slots } from '../../domain/alert/replay/slots';
import { resolutionMs } from '../../domain/history/rollup';
import type { Span } from '../../domain/history/timeline';
import type { ReplayContext } from './replay-context';

/** Hours of so many targets are read at once. */
const BATCH = 25;

export async function* replayTargets(
  context: ReplayContext,
  condition: PingCondition,
  targets: readonly TargetState[],
): AsyncGenerator<ReplayLine> {
  const { range, marks, reads } = context;
  // Minutes where they are kept, tens of minutes before.
  const border = Math.min(range.to, Math.max(range.from, marks.get('1m') ?? 0));
  const lookBack = (condition.windowMin + 2) * MINUTE_MS;
  for (let start = 0; start < targets.length; start += BATCH) {
    const batch = targets.slice(start, start + BATCH);
    const keys = batch.map((t) => t.key);
    const hours = await reads.pingHours(keys, { from: border - lookBack - resolutionMs['1h'], to: range.to });
    const active = condition.of === 'no-data' ? await activeSpans(context, keys, lookBack) : new Map<string, Span[]>();
    for (const [i, target] of batch.entries()) {
      const spans = active.get(target.key) ?? [];
      if (border > range.from) await coarsely(context, condition, target, { from: range.from, to: border }, spans);
      const reach = { from: border - lookBack - target.pingTimeoutMs, to: range.to };
      const days = await daysToRead(context, condition, target, hours.get(target.key), reach);
      if (border < range.to && days.size > 0) {
        replayPings({
          ...{ rule: context.rule, condition, target, track: context.track(context.rule) },
          ...{ range: { from: border, to: range.to }, stepMs: MINUTE_MS, unobserved: context.unobserved },
          slots: await reads.pingSlots(target.key, '1m', inOrder(days)),
          isRead: (slot) => days.has(dayOf(slot)),
          active: spans,
        });
      }
      yield { line: 'progress', done: start + i + 1, of: targets.length };
    }
  }
}

const inOrder = (days: ReadonlySet<number>): number[] => [...days].sort((a, b) => a - b);

/** Told by hours, and of the days that are left by tens of minutes. */
async function daysToRead(
  { reads, marks }: ReplayContext,
  condition: PingCondition,
  target: TargetState,
  hours: Slots | undefined,
  reach: Span,
): Promise<ReadonlySet<number>> {
  const first = dayOf(reach.from);
  const weigher = weigherOf(condition, target.pingIntervalMs);
  if (weigher === null) return new Set(Array.from({ length: dayOf(reach.to) - first + 1 }, (_, i) => first + i));
  const left = (slots: Slots, slotMs: number) =>
    daysWithWindows(weighed(slots, slotMs, weigher), slotMs, condition.windowMin, weigher.least);
  const byHours = hours === undefined ? new Set<number>() : left(hours, resolutionMs['1h']);
  if (byHours.size === 0 || (marks.get('10m') ?? 0) > reach.from) return byHours;
  return left(await reads.pingSlots(target.key, '10m', inOrder(byHours)), resolutionMs['10m']);
}

/** By tens of minutes: the window grows to whole ones. */
async function coarsely(
  context: ReplayContext,
  asked: PingCondition,
  target: TargetState,
  range: Span,
  active: readonly Span[],
): Promise<void> {
  const condition = { ...asked, windowMin: Math.ceil(asked.windowMin / 10) * 10 };
  const rule = { ...context.rule, condition };
  const first = dayOf(range.from - condition.windowMin * MINUTE_MS - target.pingTimeoutMs);
  const days = Array.from({ length: dayOf(range.to) - first + 1 }, (_, i) => first + i);
  replayPings({
    ...{
      rule,
      condition,
      target,
      range,
      track: context.track(rule, range.to === context.range.to ? undefined : range.to),
      unobserved: context.unobserved,
      active,
    },
    ...{ stepMs: 10 * MINUTE_MS, isRead: () => true },
    slots: await context.reads.pingSlots(target.key, '10m', days),
  });
}

/** When each target was not stopped; a start of the observer begins anew. */
async function activeSpans(
  { reads, range }: ReplayContext,
  keys: readonly string[],
  lookBack: number,
): Promise<Map<string, Span[]>> {
  const from = range.from - lookBack;
  const types = ['session-phase-changed'] as const;
  const facts = [
    ...(await reads.targetFactsBefore(keys, types, from)),
    ...(await reads.targetFacts(keys, types, { from, to: range.to })),
  ];
  const spans = new Map<string, Span[]>(keys.map((key) => [key, []]));
  const since = new Map<string, EpochMs>();
  for (const e of facts) takePhase(e, spans, since);
  for (const [key, at] of since) spans.get(key)?.push({ from: at, to: Number.POSITIVE_INFINITY });
  return spans;
}

function takePhase(e: Event, spans: Map<string, Span[]>, since: Map<string, EpochMs>): void {
  if (e.type !== 'session-phase-changed') return;
  const begun = since.get(e.targetKey);
  if (e.to !== 'stopped') {
    if (begun === undefined) since.set(e.targetKey, e.at);
    return;
  }
  since.delete(e.targetKey);
  if (begun !== undefined) spans.get(e.targetKey)?.push({ from: begun, to: e.at });
}
