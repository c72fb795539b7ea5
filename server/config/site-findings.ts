/** Two sites that claim the same team, login or extension. */
import type { Finding, WhereOf } from './problem';
import type { RoughSite } from './rough';
import { rangeOf } from './shape-finesse';
import type { Path } from './yaml-source';

interface Claim {
  site: string;
  path: Path;
  /** What people call it. */
  what: string;
  from: string;
  to: string;
}

/** Of one site twice nothing is said: its rules add up. */
export function siteFindings(sites: readonly RoughSite[], path: Path, whereOf: WhereOf): Finding[] {
  return (['teams', 'extensions', 'logins'] as const).flatMap((kind) => {
    const claims = sites.flatMap((rule, i) =>
      rule[kind].flatMap((value, j) => claimOf(rule, kind, value, [...path, i, kind, j])),
    );
    return claims.flatMap((one, i): Finding[] => {
      const other = claims.slice(0, i).find((earlier) => earlier.site !== one.site && overlaps(earlier, one));
      if (other === undefined) return [];
      const message = `holds ${one.what} that ${other.site} has already (${whereOf(other.path)}); who sits at both?`;
      return [{ path: one.path, at: 'value', message }];
    });
  });
}

function claimOf(rule: RoughSite, kind: 'teams' | 'extensions' | 'logins', value: string, path: Path): Claim[] {
  const site = rule.site?.trim() ?? '';
  const text = value.trim().toLowerCase();
  if (site === '' || text === '') return [];
  if (kind !== 'extensions') {
    return [{ site, path, what: kind === 'teams' ? 'a team' : 'a login id', from: text, to: text }];
  }
  const range = rangeOf(text);
  if (range === null || range.from.length !== range.to.length) return [];
  return [{ site, path, what: 'extensions', ...range }];
}

/** Extensions of different length never meet; of one length they compare as text. */
function overlaps(a: Claim, b: Claim): boolean {
  if (a.what === 'extensions' && a.from.length !== b.from.length) return false;
  return a.from <= b.to && b.from <= a.to;
}
