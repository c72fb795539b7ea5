/** Group disconnects: many connections ending close in time, and what their sets say about where the fault is. */
import type { EpochMs, FinesseSide, GroupDisconnect, GroupEvidence, GroupScope } from '#contract';

/** One connection that went. */
export interface Disconnect {
  loginId: string;
  at: EpochMs;
  /** null: no feed tells. */
  side: FinesseSide | null;
}

/** Where everybody was before: the sets that a group is compared with. */
export interface RosterEntry {
  loginId: string;
  team: string;
  /** From the configured map; null: not in it. */
  site: string | null;
  /** null: no feed tells. */
  transport: string | null;
  /** Connected here before; null: not connected, or no feed tells where. */
  side: FinesseSide | null;
  /** Signed in and well, though no feed may tell where; by default, whoever has a side. */
  connected?: boolean;
}

/** Sweeps run every 30 s (FINESSE §5.2): one fault's silent sessions end within two of them. */
export const CLOSE_MS = 31_000;
/** So long before or after the people of one site, somebody from elsewhere is no part of what happened there. */
const APART_MS = 5_000;
const LEAST = 5;
/** A set is hit when this share of it is gone. */
const HIT = 0.6;
/** A group is of a set when this share of the group is. */
const OF_IT = 0.8;

type Dimension = GroupEvidence['of'];
const dimensions: readonly Dimension[] = ['side', 'site', 'team', 'transport'];

export type Group = GroupDisconnect & { members: readonly string[] };

/**
 * Groups in order of time, each with its scope told from the sets.
 *
 * @param roster as it was before the disconnects
 */
export function groupsOf(disconnects: readonly Disconnect[], roster: readonly RosterEntry[], at: EpochMs): Group[] {
  return clustersOf(
    disconnects.filter((d) => d.at <= at),
    roster,
  ).flatMap((cluster) => groupOf(cluster, roster) ?? []);
}

/** @returns null where they are too few */
export function groupOf(cluster: readonly Disconnect[], roster: readonly RosterEntry[]): Group | null {
  const members = new Set(cluster.map((d) => d.loginId));
  const [first, last] = [cluster[0], cluster.at(-1)];
  if (members.size < LEAST || first === undefined || last === undefined) return null;
  const { evidence, connected } = evidenceOf(members, cluster, roster);
  const { scope, where } = scopeOf(evidence, members.size, connected);
  // names nobody: those of other teams may see it
  const id = `${first.at}-${first.side ?? 'X'}`;
  return { id, from: first.at, to: last.at, size: members.size, scope, where, evidence, members: [...members] };
}

/**
 * What ended close in time belongs together: of everybody, or else of one site or one team. In large installations somebody's
 * connection always goes: a group needs five, and one in a hundred of those it is taken from, within a minute.
 */
export function clustersOf<D extends Disconnect>(disconnects: readonly D[], roster: readonly RosterEntry[]): D[][] {
  const sorted = [...disconnects].sort((a, b) => a.at - b.at || (a.loginId < b.loginId ? -1 : 1));
  const entries = new Map(roster.map((r) => [r.loginId, r]));
  const siteOf = (d: D): string | null => entries.get(d.loginId)?.site ?? null;
  const clusters = denseIn(sorted, roster.length).map((cluster) => withoutStrangers(cluster, siteOf));
  for (const of of ['site', 'team'] as const) {
    const taken = new Set(clusters.flat());
    const sizes = countBy(roster, (r) => r[of]);
    for (const [name, part] of groupBy(sorted, (d) => (taken.has(d) ? null : (entries.get(d.loginId)?.[of] ?? null))))
      clusters.push(...denseIn(part, sizes.get(name) ?? 0));
  }
  return clusters.sort((a, b) => (a[0]?.at ?? 0) - (b[0]?.at ?? 0));
}

/** One site's people went, and somebody of elsewhere some time before or after them: that is another matter. */
function withoutStrangers<D extends Disconnect>(cluster: D[], siteOf: (d: D) => string | null): D[] {
  const [site, size] = [...countBy(cluster, siteOf)].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (size < LEAST || size < cluster.length * OF_IT) return cluster;
  const times = cluster.filter((d) => siteOf(d) === site).map((d) => d.at);
  const [from, to] = [Math.min(...times) - APART_MS, Math.max(...times) + APART_MS];
  return cluster.filter((d) => siteOf(d) === site || (d.at >= from && d.at <= to));
}

/** Chains of those that have enough others around them, with whoever is near. */
function denseIn<D extends Disconnect>(sorted: readonly D[], outOf: number): D[][] {
  const need = Math.max(LEAST, Math.ceil(outOf / 100));
  let [from, to] = [0, 0];
  const dense = sorted.filter((d) => {
    while ((sorted[from]?.at ?? d.at) < d.at - CLOSE_MS) from += 1;
    while ((sorted[to]?.at ?? Number.POSITIVE_INFINITY) <= d.at + CLOSE_MS) to += 1;
    return to - from >= need;
  });
  const clusters: D[][] = [];
  let next = 0;
  for (const d of sorted) {
    while ((dense[next]?.at ?? Number.POSITIVE_INFINITY) < d.at - CLOSE_MS) next += 1;
    if ((dense[next]?.at ?? Number.POSITIVE_INFINITY) > d.at + CLOSE_MS) continue;
    const cluster = clusters.at(-1);
    if (cluster !== undefined && d.at - (cluster.at(-1)?.at ?? 0) <= CLOSE_MS) cluster.push(d);
    else clusters.push([d]);
  }
  return clusters;
}

function groupBy<T>(list: readonly T[], name: (item: T) => string | null): Map<string, T[]> {
  const parts = new Map<string, T[]>();
  for (const item of list) {
    const key = name(item);
    if (key === null) continue;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [item]);
    else part.push(item);
  }
  return parts;
}

const countBy = <T>(list: readonly T[], name: (item: T) => string | null): Map<string, number> =>
  new Map([...groupBy(list, name)].map(([key, part]) => [key, part.length]));

interface Count {
  lost: number;
  connected: number;
}

/** One pass over the roster: it has thousands, and a team for every twenty of them. */
function evidenceOf(
  members: ReadonlySet<string>,
  cluster: readonly Disconnect[],
  roster: readonly RosterEntry[],
): { evidence: GroupEvidence[]; connected: number } {
  let connected = 0;
  const sideOf = new Map(cluster.map((d) => [d.loginId, d.side]));
  const counts = new Map<Dimension, Map<string, Count>>(dimensions.map((of) => [of, new Map()]));
  for (const r of roster) {
    const isLost = members.has(r.loginId);
    const isConnected = isLost || (r.connected ?? r.side !== null);
    if (isConnected) connected += 1;
    for (const of of dimensions) {
      const name = of === 'side' ? (sideOf.get(r.loginId) ?? r.side) : r[of];
      const named = counts.get(of);
      if (name === null || named === undefined) continue;
      const count = named.get(name) ?? { lost: 0, connected: 0 };
      named.set(name, count);
      if (isLost) count.lost += 1;
      if (isConnected) count.connected += 1;
    }
  }
  const evidence = dimensions.flatMap((of) =>
    [...(counts.get(of) ?? [])]
      .filter(([, count]) => count.lost > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => ({ of, name, ...count })),
  );
  return { evidence, connected };
}

/**
 * A site first: its people are on both sides or on one, and everybody else there is well. Then a side: nearly all of it, from everywhere.
 * What fits neither is on the client side: many single ends, such as the end of a shift.
 */
function scopeOf(
  evidence: readonly GroupEvidence[],
  size: number,
  connected: number,
): { scope: GroupScope; where: string | null } {
  const best = (of: Dimension) =>
    evidence.filter((e) => e.of === of && e.lost / size >= OF_IT).sort((a, b) => b.lost - a.lost)[0];
  const [site, side] = [best('site'), best('side')];
  const sites = evidence.filter((e) => e.of === 'site').length;
  if (side !== undefined && side.lost / side.connected >= HIT && sites > 1)
    return { scope: 'server-side', where: side.name };
  if (site !== undefined && isBeyondChance(site, size, connected)) return { scope: 'site-or-path', where: site.name };
  if (side !== undefined && side.lost / side.connected >= HIT) return { scope: 'server-side', where: side.name };
  return { scope: 'client-side', where: null };
}

/** Not just because everybody sits there: others were connected elsewhere, and a good part of the site went. */
function isBeyondChance(site: GroupEvidence, size: number, connected: number): boolean {
  const expected = connected === 0 ? 1 : site.connected / connected;
  return site.lost >= LEAST && site.lost / size > expected;
}

/** What those who may see only some teams see of it: its scope stays, its numbers are theirs. */
export function projectGroup(group: Group, roster: readonly RosterEntry[], teams: ReadonlySet<string>): Group | null {
  const visible = new Set(roster.filter((r) => teams.has(r.team)).map((r) => r.loginId));
  const members = group.members.filter((m) => visible.has(m));
  if (members.length === 0) return null;
  const evidence = group.evidence.filter((e) => e.of === 'team' && teams.has(e.name));
  return { ...group, size: members.length, members, evidence };
}
