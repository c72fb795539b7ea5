/** Where an agent sits, by the configured map: no REST answer tells (FINESSE §1.6). */
import type { SiteRule } from '../../config/schema';

export interface Seat {
  loginId: string;
  /** As Finesse has it. */
  teamId: string | null;
  teamName: string | null;
  extension: string | null;
}

/** A rule made ready to be asked for thousands. */
interface Ready {
  site: string;
  teams: ReadonlySet<string>;
  loginIds: ReadonlySet<string>;
  extensions: SiteRule['extensions'];
}

const made = new WeakMap<readonly SiteRule[], readonly Ready[]>();

/** The first rule that fits; null: none. */
export function siteOf(rules: readonly SiteRule[], seat: Seat): string | null {
  const ready = made.get(rules) ?? rules.map(readyOf);
  made.set(rules, ready);
  return ready.find((rule) => fits(rule, seat))?.site ?? null;
}

const lowered = (names: readonly string[]): Set<string> => new Set(names.map((name) => name.toLowerCase()));

function readyOf({ site, teams, loginIds, extensions }: SiteRule): Ready {
  return { site, teams: lowered(teams), loginIds: lowered(loginIds), extensions };
}

function fits({ teams, extensions, loginIds }: Ready, { loginId, teamId, teamName, extension }: Seat): boolean {
  const named = [teamId, teamName].some((name) => name !== null && teams.has(name.toLowerCase()));
  if (named || loginIds.has(loginId.toLowerCase())) return true;
  return extension !== null && extensions.some((range) => covers(range, extension));
}

/** Both ends have as many digits as what they cover, so that text compares as numbers do. */
function covers({ from, to }: { from: string; to: string }, extension: string): boolean {
  return extension.length === from.length && /^\d+$/.test(extension) && from <= extension && extension <= to;
}
