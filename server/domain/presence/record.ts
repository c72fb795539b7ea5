/** What an installation's own history proves: how often the warning came first, and what its list of connected users means. */
import type { EpochMs, WarningRecord } from '#contract';
import type { ListMeaning } from './capabilities';
import type { AgentEvidence } from './evidence';

/** One agent who was at risk, was forced out, or both. */
export interface WarningCase {
  /** When health first said so; null: it never did. */
  warnedAt: EpochMs | null;
  /** null: back in time. */
  forcedOutAt: EpochMs | null;
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

/** A name that is still on the list this shortly before the action would have left it with the connection. */
const CLEARLY_BEFORE_MS = 30_000;

/**
 * What the list meant for one agent who was forced out: did the name leave it clearly before, or stay?
 *
 * @returns null when the looks around it do not tell
 */
export function listMeaningOf(agent: AgentEvidence, forcedOutAt: EpochMs): Exclude<ListMeaning, 'unproven'> | null {
  const looks = agent.connections.filter((e) => e.kind === 'listed' && e.at < forcedOutAt);
  const absent = looks.find((e) => !e.available && e.at >= forcedOutAt - 65_000);
  const lastListed = looks.findLast((e) => e.available);
  if (lastListed === undefined) return null;
  if (absent !== undefined && absent.at <= forcedOutAt - CLEARLY_BEFORE_MS && lastListed.at < absent.at)
    return 'leaves-with-connection';
  return lastListed.at > forcedOutAt - CLEARLY_BEFORE_MS && absent === undefined ? 'leaves-with-logout' : null;
}

/** The meaning that at least three cases show, without one against it. */
export function provenListMeaning(found: readonly (Exclude<ListMeaning, 'unproven'> | null)[]): ListMeaning {
  const told = found.filter((m) => m !== null);
  const [first] = told;
  return first !== undefined && told.length >= 3 && told.every((m) => m === first) ? first : 'unproven';
}
