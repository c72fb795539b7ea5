/** Availability of agents: of their time while they were signed in, so much connected, by team and all together. */
import { type AvailabilityRow, type CountKind, countKinds, type StatusTally } from '#contract';
import { addTallies, availabilityOf, rangeMsOf, statuses } from '../history/availability';
import type { CountedSlot, CountSummary } from '../history/counts';
import type { Span } from '../history/timeline';

export interface AgentRowsAsked {
  clusterKey: string;
  clusterName: string;
  /** Of those that are known by name now; others go by their id. */
  teamNames: ReadonlyMap<string, string>;
  slots: readonly CountedSlot[];
  range: Span;
  parts: readonly Span[];
  /** Of the cluster as a whole. */
  maintained: readonly Span[];
}

const MINUTE_MS = 60_000;

/** All agents first, then the teams by name; none where nobody was counted, and only teams of which somebody was signed in. */
export function agentRows(asked: AgentRowsAsked): AvailabilityRow[] {
  const { teamNames, slots, parts } = asked;
  if (slots.length === 0) return [];
  const slotsOf = parts.map((part) => slots.filter((slot) => slot.from < part.to && slot.to > part.from));
  const ids = new Set(slots.flatMap((slot) => [...slot.teams.keys()]));
  const teams = [...ids]
    .map((id) => ({ id, name: teamNames.get(id) ?? id }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1));
  return [
    rowOf(asked, slotsOf, 'agents', null, null, (slot) => slot.whole),
    ...teams.map(({ id, name }) => rowOf(asked, slotsOf, 'team', id, name, (slot) => slot.teams.get(id))),
  ].filter((row) => row.level === 'agents' || row.ofMs + row.tally.unknownMs + row.tally.maintainedMs > 0);
}

function rowOf(
  { clusterKey, clusterName, slots, range, parts, maintained }: AgentRowsAsked,
  slotsOf: readonly (readonly CountedSlot[])[],
  level: 'agents' | 'team',
  teamId: string | null,
  teamName: string | null,
  counted: (slot: CountedSlot) => CountSummary | undefined,
): AvailabilityRow {
  const timeIn = (of: readonly CountedSlot[], span: Span): StatusTally =>
    rounded(addTallies(of.flatMap((slot) => agentTime(slot, span, maintained, counted(slot)))));
  const tally = timeIn(slots, range);
  const { ratio, ofMs } = availabilityOf(tally);
  const key = teamId === null ? `${clusterKey}/agents` : `${clusterKey}/agents/${teamId}`;
  return {
    ...{ level, key, clusterKey, clusterName, teamName, nodeName: null, transport: null, targets: 0, tally },
    ...{
      ratio,
      ofMs,
      coverage: coverageOf(slots, range, tally),
      parts: parts.map((part, i) => timeIn(slotsOf[i] ?? [], part)),
    },
  };
}

/** Of a slot that reaches beyond the span, as much as lies within. */
function agentTime(
  slot: CountedSlot,
  span: Span,
  maintained: readonly Span[],
  counted: CountSummary | undefined,
): StatusTally[] {
  const part = { from: Math.max(slot.from, span.from), to: Math.min(slot.to, span.to) };
  if (counted === undefined || part.to <= part.from) return [];
  const msOf = (kind: CountKind) => (counted.sum[countKinds.indexOf(kind)] ?? 0) * minuteOf(slot, part);
  const [up, degraded, down] = [msOf('connected'), msOf('unstable'), msOf('atRisk') + msOf('forcedOut')];
  const planned = overlap(maintained, part) / (part.to - part.from);
  return [
    {
      ...{ upMs: up * (1 - planned), degradedMs: degraded * (1 - planned), downMs: down * (1 - planned) },
      ...{ unknownMs: msOf('unknown'), maintainedMs: (up + degraded + down) * planned },
    },
  ];
}

/** What one count stands for: a minute, or less where the clock was set back and minutes were counted twice. */
function minuteOf(slot: CountedSlot, part: Span): number {
  const length = slot.to - slot.from;
  return Math.min(MINUTE_MS, length / slot.whole.minutes) * ((part.to - part.from) / length);
}

/** The part of the range that was counted, of which the part that was known; nobody signed in is known too. */
function coverageOf(slots: readonly CountedSlot[], range: Span, tally: StatusTally): number | null {
  if (range.to <= range.from) return null;
  const countedMs = slots.reduce((sum, slot) => {
    const part = { from: Math.max(slot.from, range.from), to: Math.min(slot.to, range.to) };
    return sum + (part.to <= part.from ? 0 : slot.whole.minutes * minuteOf(slot, part));
  }, 0);
  const allMs = rangeMsOf(tally);
  const known = allMs === 0 ? 1 : (allMs - tally.unknownMs) / allMs;
  return Math.min(1, countedMs / (range.to - range.from)) * known;
}

function rounded(tally: StatusTally): StatusTally {
  const whole = { ...tally };
  for (const status of statuses) whole[`${status}Ms`] = Math.round(tally[`${status}Ms`]);
  return whole;
}

/** @param spans in order of their beginning */
function overlap(spans: readonly Span[], part: Span): number {
  let ms = 0;
  let reached = part.from;
  for (const { from, to } of spans) {
    const begin = Math.max(from, reached);
    const end = Math.min(to, part.to);
    if (end <= begin) continue;
    ms += end - begin;
    reached = end;
  }
  return ms;
}
