/** A group disconnect as it is stored and shown: whole, and each team's share of it; members themselves never leave the server. */
import { type Disconnect, type GroupDisconnect, type GroupRecord, isForcedOut } from '#contract';

/** The whole group first, then one record per team. */
export function groupRecordsOf(
  clusterKey: string,
  group: GroupDisconnect,
  members: readonly Disconnect[],
): GroupRecord[] {
  const { id, from, to, scope, where, evidence } = group;
  const record = (teamId: string | null, of: readonly Disconnect[], shown: GroupDisconnect['evidence']) => ({
    ...{ clusterKey, teamId, id, from, to, size: of.length, scope, where, evidence: shown },
    ...fatesOf(of),
  });
  const teams = new Map<string, Disconnect[]>();
  for (const m of members) {
    const of = teams.get(m.teamId);
    if (of === undefined) teams.set(m.teamId, [m]);
    else of.push(m);
  }
  const shares = [...teams].map(([teamId, of]) => {
    const names = new Set(of.map((m) => m.teamName));
    const own = evidence.filter((e) => e.of === 'team' && names.has(e.name));
    return record(teamId, of, own);
  });
  return [record(null, members, evidence), ...shares];
}

/** How many of these are back by now, and how many Finesse acted on. */
export function fatesOf(members: readonly Disconnect[]): { back: number; forcedOut: number } {
  const back = members.filter((m) => m.returned !== null).length;
  return { back, forcedOut: members.filter(isForcedOut).length };
}
