/** Where an agent sits, by the configured map: no REST answer tells (FINESSE §1.6). */
import type { SiteRule } from '../../config/schema';

export interface Seat {
  loginId: string;
  /** As Finesse has it. */
  teamId: string | null;
  teamName: string | null;
  extension: string | null;
}

/** The first rule that fits; null: none. */
export function siteOf(rules: readonly SiteRule[], seat: Seat): string | null {
  return rules.find((rule) => fits(rule, seat))?.site ?? null;
}

function fits({ teams, extensions, loginIds }: SiteRule, { loginId, teamId, teamName, extension }: Seat): boolean {
  const named = [teamId, teamName].some((name) => name !== null && teams.some((team) => same(team, name)));
  if (named || loginIds.some((id) => same(id, loginId))) return true;
  return extension !== null && extensions.some((range) => covers(range, extension));
}

/** Both ends have as many digits as what they cover, so that text compares as numbers do. */
function covers({ from, to }: { from: string; to: string }, extension: string): boolean {
  return extension.length === from.length && /^\d+$/.test(extension) && from <= extension && extension <= to;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
