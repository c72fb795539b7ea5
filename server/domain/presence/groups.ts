/** Group disconnects: many connections ending close in time, and what their sets say about where the fault is. */
import type { EpochMs, FinesseSide, GroupDisconnect, GroupEvidence, GroupScope } from '#contract';

/** One connection that went. */
export interface Disconnect {
  loginId: string;
  at: EpochMs;
  side: FinesseSide;
}

/** Where everybody was before: the sets that a group is compared with. */
export interface RosterEntry {
  loginId: string;
  team: string;
  /** From the configured map; null: not in it. */
  site: string | null;
  /** null: no feed tells. */
  transport: string | null;
  /** Connected here before; null: not connected. */
  side: FinesseSide | null;
}

/** Sweeps run every 30 s (FINESSE §5.2): one fault's silent sessions end within two of them. */
const CLOSE_MS = 31_000;
const LEAST = 5;
/** A set is hit when this share of it is gone. */
const HIT = 0.6;
/** A group is of a set when this share of the group is. */
const OF_IT = 0.8;

type Dimension = GroupEvidence['of'];
const dimensions: readonly Dimension[] = ['side', 'site', 'team', 'transport'];

/**
 * Groups in order of time, each with its scope told from the sets.
 *
 * @param roster as it was before the disconnects
 */
export function groupsOf(
  disconnects: readonly Disconnect[],
  roster: readonly RosterEntry[],
  at: EpochMs,
): (GroupDisconnect & { members: readonly string[] })[] {
  const known = new Map(roster.map((r) => [r.loginId, r]));
  const clusters = clustersOf(disconnects.filter((d) => d.at <= at));
  return clusters.flatMap((cluster) => {
    const members = [...new Set(cluster.map((d) => d.loginId))];
    const [first, last] = [cluster[0], cluster.at(-1)];
    if (members.length < LEAST || first === undefined || last === undefined) return [];
    const there = members.flatMap((m) => known.get(m) ?? []);
    const evidence = evidenceOf(there, cluster, roster);
    const { scope, where } = scopeOf(evidence, members.length);
    // names nobody: those of other teams may see it
    const id = `${first.at}-${first.side}`;
    return [{ id, from: first.at, to: last.at, size: members.length, scope, where, evidence, members }];
  });
}

function clustersOf(disconnects: readonly Disconnect[]): Disconnect[][] {
  const sorted = [...disconnects].sort((a, b) => a.at - b.at || (a.loginId < b.loginId ? -1 : 1));
  const clusters: Disconnect[][] = [];
  for (const d of sorted) {
    const cluster = clusters.at(-1);
    const last = cluster?.at(-1);
    if (cluster !== undefined && last !== undefined && d.at - last.at <= CLOSE_MS) cluster.push(d);
    else clusters.push([d]);
  }
  return clusters;
}

const nameIn = (r: RosterEntry, of: Dimension): string | null => r[of];

function evidenceOf(
  there: readonly RosterEntry[],
  cluster: readonly Disconnect[],
  roster: readonly RosterEntry[],
): GroupEvidence[] {
  const sideOf = new Map(cluster.map((d) => [d.loginId, d.side]));
  const connected = roster.filter((r) => r.side !== null || sideOf.has(r.loginId));
  const name = (r: RosterEntry, of: Dimension) => (of === 'side' ? (sideOf.get(r.loginId) ?? r.side) : nameIn(r, of));
  return dimensions.flatMap((of) => {
    const names = [...new Set(there.flatMap((r) => name(r, of) ?? []))].sort();
    return names.map((n) => ({
      ...{ of, name: n, lost: there.filter((r) => name(r, of) === n).length },
      connected: connected.filter((r) => name(r, of) === n).length,
    }));
  });
}

/**
 * A site first: its people are on both sides or on one, and everybody else there is well. Then a side: nearly all of it, from everywhere.
 * What fits neither is on the client side: many single ends, such as the end of a shift.
 */
function scopeOf(evidence: readonly GroupEvidence[], size: number): { scope: GroupScope; where: string | null } {
  const best = (of: Dimension) =>
    evidence.filter((e) => e.of === of && e.lost / size >= OF_IT).sort((a, b) => b.lost - a.lost)[0];
  const [site, side] = [best('site'), best('side')];
  const sites = evidence.filter((e) => e.of === 'site').length;
  if (side !== undefined && side.lost / side.connected >= HIT && sites > 1)
    return { scope: 'server-side', where: side.name };
  if (site !== undefined && isBeyondChance(site, evidence, size)) return { scope: 'site-or-path', where: site.name };
  if (side !== undefined && side.lost / side.connected >= HIT) return { scope: 'server-side', where: side.name };
  return { scope: 'client-side', where: null };
}

/** Not just because everybody sits there: others were connected elsewhere, and a good part of the site went. */
function isBeyondChance(site: GroupEvidence, evidence: readonly GroupEvidence[], size: number): boolean {
  const connected = evidence.filter((e) => e.of === 'side').reduce((sum, e) => sum + e.connected, 0);
  const expected = connected === 0 ? 1 : site.connected / connected;
  return site.lost >= LEAST && site.lost / size > expected;
}

/** What those who may see only some teams see of it: its scope stays, its numbers are theirs. */
export function projectGroup(
  group: GroupDisconnect & { members: readonly string[] },
  roster: readonly RosterEntry[],
  teams: ReadonlySet<string>,
): (GroupDisconnect & { members: readonly string[] }) | null {
  const visible = new Set(roster.filter((r) => teams.has(r.team)).map((r) => r.loginId));
  const members = group.members.filter((m) => visible.has(m));
  if (members.length === 0) return null;
  const evidence = group.evidence.filter((e) => e.of === 'team' && teams.has(e.name));
  return { ...group, size: members.length, members, evidence };
}
