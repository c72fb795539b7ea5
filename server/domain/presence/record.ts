/** What an installation's own history proves: how often the warning came first, and what its list of connected users means. */
import { type EpochMs, finesseSides, type WarningRecord } from '#contract';
import type { ListMeaning } from './capabilities';
import type { AgentEvidence } from './evidence';

/** One agent who was at risk, was forced out, or both. */
export interface WarningCase {
  /** When health first said so; null: it never did. */
  warnedAt: EpochMs | null;
  /** null: back in time. */
  forcedOutAt: EpochMs | null;
}

/** What is kept of all cases: exact but for the median, which is of the latest leads. */
export interface Tally {
  forcedOuts: number;
  recovered: number;
  warnedFirst: number;
  leadsTotalMs: number;
  leastMs: number;
  mostMs: number;
  /** In order of time. */
  latestLeadsMs: readonly number[];
}

const LEADS_KEPT = 1_000;

/** @param record of former runs: their leads count as so many of their median */
export function tallyFrom(record: WarningRecord | null): Tally {
  const { forcedOuts = 0, recovered = 0, warnedFirst = 0, leadMs = null } = record ?? {};
  const leads = Math.min(leadMs === null ? 0 : warnedFirst, LEADS_KEPT);
  return {
    ...{ forcedOuts, recovered, warnedFirst, leadsTotalMs: (leadMs?.mean ?? 0) * warnedFirst },
    ...{ leastMs: leadMs?.least ?? Number.POSITIVE_INFINITY, mostMs: leadMs?.most ?? 0 },
    latestLeadsMs: Array.from({ length: leads }, () => leadMs?.median ?? 0),
  };
}

export function addCase(tally: Tally, { warnedAt, forcedOutAt }: WarningCase): Tally {
  if (forcedOutAt === null) return warnedAt === null ? tally : { ...tally, recovered: tally.recovered + 1 };
  const forcedOuts = tally.forcedOuts + 1;
  const lead = warnedAt === null ? 0 : forcedOutAt - warnedAt;
  if (lead <= 0) return { ...tally, forcedOuts };
  return {
    ...{ ...tally, forcedOuts, warnedFirst: tally.warnedFirst + 1, leadsTotalMs: tally.leadsTotalMs + lead },
    ...{ leastMs: Math.min(tally.leastMs, lead), mostMs: Math.max(tally.mostMs, lead) },
    latestLeadsMs: [...tally.latestLeadsMs, lead].slice(-LEADS_KEPT),
  };
}

export function recordOf(tally: Tally): WarningRecord {
  const { forcedOuts, warnedFirst, recovered, leastMs: least, mostMs: most, leadsTotalMs } = tally;
  const spread = spreadOf([...tally.latestLeadsMs].sort((a, b) => a - b));
  const leadMs =
    spread === null || warnedFirst === 0
      ? null
      : { least, most, mean: leadsTotalMs / warnedFirst, median: spread.median };
  return { forcedOuts, warnedFirst, leadMs, recovered };
}

/** In how many forced outs the warning came first, and by how much. */
export function warningRecordOf(cases: readonly WarningCase[]): WarningRecord {
  const forced = cases.flatMap((c) => (c.forcedOutAt === null ? [] : [{ ...c, forcedOutAt: c.forcedOutAt }]));
  const leads = forced
    .flatMap((c) => (c.warnedAt !== null && c.warnedAt < c.forcedOutAt ? [c.forcedOutAt - c.warnedAt] : []))
    .sort((a, b) => a - b);
  return {
    forcedOuts: forced.length,
    warnedFirst: leads.length,
    leadMs: spreadOf(leads),
    recovered: cases.filter((c) => c.forcedOutAt === null && c.warnedAt !== null).length,
  };
}

function spreadOf(sorted: readonly number[]): WarningRecord['leadMs'] {
  const [least, most] = [sorted[0], sorted.at(-1)];
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (least === undefined || most === undefined || low === undefined || high === undefined) return null;
  const mean = sorted.reduce((sum, lead) => sum + lead, 0) / sorted.length;
  return { least, most, mean, median: (low + high) / 2 };
}

/** A name that left this long before the action left it with the connection: the grace is 60 s, a look comes every 10 s. */
const CLEARLY_BEFORE_MS = 30_000;
/** From a lost connection to the action at most, with a look before it. */
const GRACE_AND_LOOK_MS = 75_000;
/** A name that was there all this time was there before the connection went. */
const ALL_ALONG_MS = 90_000;

/**
 * What the list meant for one agent who was forced out: did the name leave it clearly before, or stay?
 *
 * @returns null when the looks around it do not tell
 */
export function listMeaningOf(agent: AgentEvidence, forcedOutAt: EpochMs): Exclude<ListMeaning, 'unproven'> | null {
  const meanings = finesseSides.map((side) => {
    const looks = agent.connections.filter((e) => e.kind === 'listed' && e.side === side && e.at < forcedOutAt);
    const last = looks.at(-1);
    if (last === undefined) return null;
    const turned = looks.findLastIndex((e) => e.available !== last.available);
    const since = looks[turned + 1]?.at ?? last.at;
    if (last.available) return since <= forcedOutAt - ALL_ALONG_MS ? 'leaves-with-logout' : null;
    const inTime = since >= forcedOutAt - GRACE_AND_LOOK_MS && since <= forcedOutAt - CLEARLY_BEFORE_MS;
    return turned >= 0 && inTime ? 'leaves-with-connection' : null;
  });
  return meanings.find((m) => m === 'leaves-with-connection') ?? meanings.find((m) => m !== null) ?? null;
}

/** The meaning that at least three cases show, without one against it. */
export function provenListMeaning(found: readonly (Exclude<ListMeaning, 'unproven'> | null)[]): ListMeaning {
  const told = found.filter((m) => m !== null);
  const [first] = told;
  return first !== undefined && told.length >= 3 && told.every((m) => m === first) ? first : 'unproven';
}
