/** How many of the made-up agents were connected, at risk and forced out, minute by minute: shifts, weekends, and what they lost. */
import type { EpochMs, Fact, TeamCount } from '#contract';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Somebody whose connection was lost for a while. */
export interface Absence {
  teamId: string;
  from: EpochMs;
  /** When Finesse acted; null: it did not. */
  actedAt: EpochMs | null;
  to: EpochMs;
}

export interface Staff {
  clusterKey: string;
  /** By team: how many there are. */
  teams: ReadonlyMap<string, number>;
  /** In order of their beginnings. */
  absences: readonly Absence[];
}

/** Tells the minutes in order, up to a time; from where it stopped before. */
export function createCounting({ clusterKey, teams, absences }: Staff, from: EpochMs): (until: EpochMs) => Fact[] {
  let at = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
  let first = 0;
  return (until) => {
    const facts: Fact[] = [];
    for (; at < until; at += MINUTE_MS) {
      while ((absences[first]?.to ?? at) < at) first += 1;
      const out: Absence[] = [];
      for (let i = first; ; i += 1) {
        const absence = absences[i];
        if (absence === undefined || absence.from > at) break;
        if (absence.to > at) out.push(absence);
      }
      const counted = [...teams].map(([teamId, size]) => countsOf(teamId, size, out, at));
      facts.push({ type: 'teams-counted', at, clusterKey, teams: counted });
    }
    return facts;
  };
}

function countsOf(teamId: string, size: number, out: readonly Absence[], at: EpochMs): TeamCount {
  const here = Math.round(size * presentAt(at));
  const theirs = out.filter((d) => d.teamId === teamId);
  const forcedOut = Math.min(here, theirs.filter((d) => d.actedAt !== null && d.actedAt <= at).length);
  const atRisk = Math.min(here - forcedOut, theirs.length - forcedOut);
  const connected = here - atRisk - forcedOut;
  return { teamId, connected, unstable: 0, atRisk, forcedOut, loggedOut: size - here, unknown: 0 };
}

/** The share that works: by day, fewer at weekends, and few at night (UTC). */
function presentAt(at: EpochMs): number {
  const hour = (at % DAY_MS) / 3_600_000;
  const day = Math.floor(at / DAY_MS + 4) % 7;
  const shift = Math.max(0, Math.sin(((hour - 6) / 14) * Math.PI));
  return Math.min(1, 0.04 + (day === 0 || day === 6 ? 0.35 : 0.9) * Math.sqrt(shift));
}
