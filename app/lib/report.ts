/** A cluster over a month of a zone. */
import { z } from 'zod';
import { type MonthReport, type Percentiles, placedGroups, reportTables, slug, type TargetKey } from '#contract';
import { dateOf, monthOf } from '../../server/domain/history/calendar';
import { quantileOf, type Summary } from '../../server/domain/history/rollup';
import type { Span } from '../../server/domain/history/timeline';
import { mergedForcedOuts } from '../../server/domain/privacy/small-teams';
import { forcedOuts, longestOutages, lossesByCause, worstHours } from '../../server/domain/review/month';
import { loadAvailability } from './availability';
import { loadMaintained, maintainedByTarget } from './maintained';
import { smallTeamsOf } from './privacy';
import { zoneName } from './range-query';
import { type Reads, store } from './store';
import { wallTime } from './time';

export interface ReportAsked {
  clusterKey: string;
  year: number;
  month: number;
  zone: string;
}

export const NO_TABLE = `must be one of ${reportTables.join(', ')}`;
export const reportQuery = z.object({
  zone: zoneName.optional(),
  table: z.enum(reportTables, NO_TABLE).optional().describe('Only that one.'),
  format: z.enum(['json', 'csv']).default('json').describe('CSV has one table: `table` says which.'),
});

const LOSSES_READ = 50_000;
const ROWS = 10;

/** `2026-11`, a cluster's key as the address has it; null = no such thing. */
export function readReport(cluster: string, month: string, zone: string): ReportAsked | null {
  const found = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (found === null || !slug.safeParse(cluster).success) return null;
  return { clusterKey: cluster, year: Number(found[1]), month: Number(found[2]), zone };
}

/** null = no such cluster, or the month has not come yet. */
export async function loadReport({ clusterKey, year, month, zone }: ReportAsked): Promise<MonthReport | null> {
  const reads = await store();
  const now = wallTime();
  const whole = monthOf(zone, year, month);
  if (whole.from >= now) return null;
  const range = { from: whole.from, to: Math.min(whole.to, now) };
  const targets = (await reads.targetsKnown()).filter((t) => t.clusterKey === clusterKey);
  const [first] = targets;
  if (first === undefined) return null;
  const availability = await loadAvailability({ ...range, zone, clusterKey, teams: null, asReport: true });
  const keys = availability.rows.filter((r) => r.level === 'target').map((r) => r.key);
  const maintained = await loadMaintained(range);
  const before = month === 1 ? monthOf(zone, year - 1, 12) : monthOf(zone, year, month - 1);
  const [spans, losses, disconnects, groups, latency] = await Promise.all([
    reads.statusesBetween(keys, range, now, maintainedByTarget(targets, maintained)),
    reads.factsBetween(keys, ['session-lost'], range, LOSSES_READ),
    reads.disconnectsBetween(clusterKey, range),
    reads.groupsBetween(clusterKey, range),
    Promise.all(keys.map((key) => latencyOf(reads, key, range, before))),
  ]);
  const out = forcedOuts(disconnects, placedGroups(groups), now);
  // Whoever keeps it for years keeps no small team's figures.
  const small = await smallTeamsOf(clusterKey, new Set(out.map((row) => row.teamId)));
  return {
    ...{ clusterKey, clusterName: first.clusterName, year, month, zone, ...range, complete: whole.to <= now },
    parts: availability.parts,
    availability: availability.rows,
    worstHours: worstHours(spans, losses, range, ROWS),
    losses: lossesByCause(losses),
    latency: latency.flatMap((row) => row ?? []),
    outages: longestOutages(spans, losses, range, ROWS),
    forcedOuts: mergedForcedOuts(out, small),
  };
}

async function latencyOf(reads: Reads, target: TargetKey, month: Span, before: Span) {
  const [now, then] = (await reads.summariesOf(target, [month, before])) ?? [];
  return now === undefined || then === undefined
    ? null
    : { target, month: percentilesOf(now), before: percentilesOf(then) };
}

function percentilesOf(summary: Summary): Percentiles {
  const at = (q: number) => {
    const us = quantileOf(summary, q);
    return us === null ? null : us / 1_000;
  };
  return {
    ...{ pings: summary.count, missed: summary.misses, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) },
    maxMs: summary.maxUs === null ? null : summary.maxUs / 1_000,
  };
}

export interface ReportLink {
  clusterKey: string;
  clusterName: string;
  /** Newest first, `2026-11`. */
  months: string[];
}

const MONTHS_LISTED = 12;

/** What there can be reports of. */
export async function reportLinks(zone: string): Promise<ReportLink[]> {
  const { year, month } = dateOf(zone, wallTime());
  const months = Array.from({ length: MONTHS_LISTED }, (_, back) => {
    const n = year * 12 + month - 1 - back;
    return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`;
  });
  const clusters = new Map((await (await store()).targetsKnown()).map((t) => [t.clusterKey, t.clusterName]));
  return [...clusters].map(([clusterKey, clusterName]) => ({ clusterKey, clusterName, months }));
}
