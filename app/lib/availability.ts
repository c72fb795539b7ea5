/** How available everything was over a range. */
import type { AvailabilityReply, AvailabilityRow, Scope } from '#contract';
import { slotsOf } from '../../server/domain/history/series';
import type { Span } from '../../server/domain/history/timeline';
import { mergedSlots, SMALL_TEAMS } from '../../server/domain/privacy/small-teams';
import { agentRows } from '../../server/domain/review/agent-rows';
import type { MaintainedPlace, NamedSpan } from '../../server/domain/review/maintained';
import { availabilityRows } from '../../server/domain/review/rows';
import { loadMaintained, maintainedByTarget } from './maintained';
import { smallTeamsAt } from './privacy';
import type { RangeAsked } from './range-query';
import { store } from './store';
import { wallTime } from './time';

export interface AvailabilityAsked extends RangeAsked {
  /** null = all of them. */
  clusterKey: string | null;
  /** Rows of agents of these teams only. */
  teams: Scope;
  /** It is kept for years: no small team has a row of its own in it, whatever the range. */
  asReport?: boolean;
}

export async function loadAvailability({
  from,
  to,
  zone,
  clusterKey,
  teams,
  asReport = false,
}: AvailabilityAsked): Promise<AvailabilityReply> {
  const reads = await store();
  const now = wallTime();
  // What has not come yet is not unknown.
  const range = { from, to: Math.min(to, Math.max(now, from + 1)) };
  const targets = (await reads.targetsKnown()).filter((t) => clusterKey === null || t.clusterKey === clusterKey);
  const maintained = await loadMaintained(range);
  const spans = await reads.statusesBetween(
    targets.map((t) => t.key),
    range,
    now,
    maintainedByTarget(targets, maintained),
  );
  // One that was archived before the range says nothing about it.
  const seen = targets.filter((t) => !t.archived || (spans.get(t.key) ?? []).some((s) => s.status !== 'unknown'));
  const parts = partsOf(range, zone);
  const rows = availabilityRows({ targets: seen, spans, range, parts });
  const agents = await loadAgentRows({ range, parts, clusterKey, asReport }, maintained);
  return { ...range, zone, parts, rows: byCluster([...rows, ...agents.filter((row) => isTheirs(row, teams))]) };
}

/** What all agents of a cluster make together is told to who may see all of them. */
function isTheirs(row: AvailabilityRow, teams: Scope): boolean {
  return (
    teams === null || (row.level === 'team' && teams.some((t) => row.key === `${t.clusterKey}/agents/${t.teamId}`))
  );
}

/** Of clusters whose agents are watched. */
async function loadAgentRows(
  {
    range,
    parts,
    clusterKey,
    asReport,
  }: { range: Span; parts: readonly Span[]; clusterKey: string | null; asReport: boolean },
  maintained: (place: MaintainedPlace) => NamedSpan[],
): Promise<AvailabilityRow[]> {
  const reads = await store();
  const clusters = await reads.watchedClusters(clusterKey);
  const partMs = Math.max(...parts.map((part) => part.to - part.from), 1);
  const rows = await Promise.all(
    clusters.map(async ({ key, name, teams }) => {
      const slots = await reads.countedSlots(key, range, partMs);
      const small = await smallTeamsAt(
        key,
        asReport ? 0 : range.from,
        new Set(slots.flatMap((slot) => [...slot.teams.keys()])),
      );
      return agentRows({
        ...{ clusterKey: key, clusterName: name, range, parts },
        teamNames: new Map([...teams.map((team) => [team.id, team.name] as const), [SMALL_TEAMS.id, SMALL_TEAMS.name]]),
        slots: mergedSlots(slots, small),
        maintained: maintained({ clusterKey: key, nodeKey: null }),
      });
    }),
  );
  return rows.flat();
}

/** What is of one cluster together, in the order in which the clusters come first. */
function byCluster(rows: readonly AvailabilityRow[]): AvailabilityRow[] {
  const keys = [...new Set(rows.map((row) => row.clusterKey))];
  return keys.flatMap((key) => rows.filter((row) => row.clusterKey === key));
}

const HOUR_MS = 3_600_000;
const steps = [
  60_000,
  300_000,
  900_000,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  24 * HOUR_MS,
  7 * 24 * HOUR_MS,
  14 * 24 * HOUR_MS,
];
const PARTS = 62;

/** Days of the zone for a month, hours for a day: so many that a bar can be seen. */
function partsOf(range: Span, zone: string): Span[] {
  const step = steps.find((s) => (range.to - range.from) / s <= PARTS) ?? 28 * 24 * HOUR_MS;
  return slotsOf(range, step, zone)
    .map((s) => ({ from: Math.max(s.from, range.from), to: Math.min(s.to, range.to) }))
    .filter((s) => s.to > s.from);
}
