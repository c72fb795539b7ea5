/** Group disconnects as one board shows them: shares of single teams put together, with scope and evidence in words. Pure. */
import type { EpochMs, GroupEvidence, GroupRecord } from '#contract';
import { formatMoment } from '../format/clock';
import { groupBy } from '../format/group';
import { inWords, plural } from '../format/units';
import type { BoardModel } from './model';

/** A group with nobody left outside stays in the sentence this long. */
const RECENT_MS = 5 * 60_000;
/** Who is not back by then has gone home, or has another trouble. */
const OPEN_MS = 60 * 60_000;

/** Newest first. A page of some teams sums their shares: the numbers are of the agents in sight. */
export function groupsOf(model: BoardModel): GroupRecord[] {
  const wanted = [...model.groups.values()].filter((g) => (g.teamId === null) === (model.teamsAsked === null));
  const whole = [...groupBy(wanted, (g) => `${g.clusterKey}/${g.id}`).values()];
  return whole.flatMap((shares) => together(shares) ?? []).sort((a, b) => b.from - a.from);
}

function together(shares: readonly GroupRecord[]): GroupRecord | null {
  const [first, ...rest] = shares;
  if (first === undefined) return null;
  const all = [first, ...rest];
  const total = (of: (share: GroupRecord) => number) => all.reduce((n, share) => n + of(share), 0);
  return {
    ...first,
    from: Math.min(...all.map((g) => g.from)),
    to: Math.max(...all.map((g) => g.to)),
    size: total((g) => g.size),
    back: total((g) => g.back),
    forcedOut: total((g) => g.forcedOut),
    evidence: all.flatMap((g) => g.evidence),
  };
}

/** Still going on, or just over. */
export function isOpenGroup(group: GroupRecord, now: EpochMs): boolean {
  return now - group.to < (group.back < group.size ? OPEN_MS : RECENT_MS);
}

/** `14 Billing agents`, `14 agents of Billing and Sales`, `14 agents of 5 teams`. */
export function groupWho(group: GroupRecord): string {
  const teams = group.evidence.filter((e) => e.of === 'team').map((e) => e.name);
  const [only, second] = teams;
  if (only !== undefined && second === undefined) return plural(group.size, `${only} agent`);
  const agents = plural(group.size, 'agent');
  if (teams.length === 0) return agents;
  return teams.length <= 2 ? `${agents} of ${inWords(teams)}` : `${agents} of ${plural(teams.length, 'team')}`;
}

/** Where the fault is, as far as the sets tell: after a colon or a comma. */
export function groupWhere(group: GroupRecord): string {
  switch (group.scope) {
    case 'server-side':
      return group.where === null ? 'on the side of the server' : `on the side of server ${group.where}`;
    case 'site-or-path':
      return group.where === null ? 'at one site' : `site ${group.where}`;
    case 'client-side':
      return 'with nothing in common but the time';
  }
}

const sets: Record<GroupEvidence['of'], (name: string) => string> = {
  side: (name) => `server ${name}`,
  site: (name) => `site ${name}`,
  team: (name) => `team ${name}`,
  transport: (name) => name,
};

/** Whether a set is the one that the scope was told from. */
function isWhere({ scope, where }: GroupRecord, e: GroupEvidence): boolean {
  return e.name === where && e.of === (scope === 'server-side' ? 'side' : 'site');
}

/** `14 of 40 of site Lyon; 9 of 66 of team Billing`: where the fault is comes first, then what was hit hardest. */
export function evidenceWords(group: GroupRecord, most = 4): string {
  const share = (e: GroupEvidence) => (isWhere(group, e) ? 2 : e.lost / Math.max(1, e.connected));
  const told = [...group.evidence].sort((a, b) => share(b) - share(a));
  const words = told.slice(0, most).map((e) => `${e.lost} of ${e.connected} of ${sets[e.of](e.name)}`);
  const more = told.length - words.length;
  return `${words.join('; ')}${more > 0 ? `; ${more} more` : ''}`;
}

/** `09:14:00`, or the time that it took: `09:14:00 to 09:14:12`. */
export function groupTimes(group: GroupRecord, now: EpochMs, zone?: string): string {
  const [from, to] = [formatMoment(group.from, now, zone), formatMoment(group.to, now, zone)];
  return from === to ? from : `${from} to ${to}`;
}
