/** Builds the board of a made-up contact centre: any number of agents over teams, sites and sides, with the troubles that a test wants to see. Same options, same board. */
import type { AgentView, BoardSnapshot, Disconnect, FeedState, GroupRecord, OutageCause, ServerView } from '#contract';
import { agentAt, type Place, placesOf } from './board-agents';
import { clusterOf, countsOf, serverOf } from './board-servers';

export const boardAt = Date.parse('2026-11-20T09:16:30Z');
export const CLUSTER = 'cc';

export interface BoardTroubles {
  /** At risk, one by one, of different teams; some on a call. */
  atRisk?: number;
  /** Connected on B while A may still act. */
  racing?: number;
  /** Finesse acted and they are still out. */
  forcedOut?: number;
  /** Forced out earlier today, back since. */
  back?: number;
  unstable?: number;
  loggedOut?: number;
  /** A group of so many at Lyon lost their connections at 09:14; Finesse is not the cause. `back` of them are back. */
  lyon?: { size: number; back: number; forcedOut: number } | null;
  /** Feeds that tell nothing: agents of that side are unknown. */
  stale?: { side: 'A' | 'B' | null; feed: FeedState['feed']; why: string } | null;
  outage?: { side: 'A' | 'B'; cause: OutageCause } | null;
  /** A refused account of the side. */
  refused?: 'A' | 'B' | null;
  /** No feed tells of connections. */
  noWarning?: boolean;
}

export interface BoardOptions extends BoardTroubles {
  at?: number;
  agents?: number;
  teams?: number;
  /** Only these teams, as `?teams=` asks. */
  only?: string[] | null;
}

export function boardFixture(options: BoardOptions = {}): BoardSnapshot {
  const at = options.at ?? boardAt;
  const places = placesOf(options.agents ?? 120, options.teams ?? 5);
  const made = applied(places, options, at);
  const seen = <T extends { teamId: string | null }>(things: T[]) =>
    things.filter((t) => options.only == null || (t.teamId !== null && options.only.includes(t.teamId)));
  const agents = seen(made.agents);
  return {
    ...{
      epoch: 'fixture',
      lastSeq: 0,
      at,
      teams: options.only?.map((teamId) => ({ clusterKey: CLUSTER, teamId })) ?? null,
    },
    observer: { observerId: 'local', startedAt: at - 86_400_000, aliveAt: at - 400 },
    clusters: [clusterOf(places, options, at)],
    servers: (['A', 'B'] as const).map((side): ServerView => serverOf(side, options, at)),
    agents,
    disconnects: seen(made.disconnects).sort((a, b) => beganAt(b) - beganAt(a)),
    groups: options.only == null ? made.groups.filter((g) => g.teamId === null) : seen(made.groups),
    counts: [{ clusterKey: CLUSTER, minutes: countsOf(agents, options, at) }],
    unobserved: [{ from: at - 8_000_000, to: at - 7_400_000 }],
  };
}

const beganAt = (d: Disconnect) => d.lost?.to ?? d.end?.at ?? 0;

interface Made {
  agents: AgentView[];
  disconnects: Disconnect[];
  groups: GroupRecord[];
}

type Kind = 'atRisk' | 'racing' | 'forcedOut' | 'back' | 'unstable' | 'loggedOut';
const kinds: readonly Kind[] = ['atRisk', 'racing', 'forcedOut', 'back', 'unstable', 'loggedOut'];

/** Each trouble takes agents that no other has taken, spread over the teams; the group takes those of Lyon. */
function applied(places: readonly Place[], options: BoardOptions, at: number): Made {
  const free = new Set(places);
  const made: Made = { agents: [], disconnects: [], groups: [] };
  const put = ({ agent, disconnect }: { agent: AgentView; disconnect: Disconnect | null }) => {
    made.agents.push(agent);
    if (disconnect !== null) made.disconnects.push(disconnect);
  };
  lyon(places, options, (place, i, state) => {
    free.delete(place);
    put(agentAt(place, state, at, i, groupId(at)));
  });
  for (const kind of kinds) {
    const open = [...free];
    const wanted = Math.min(options[kind] ?? 0, open.length);
    for (let i = 0; i < wanted; i++) {
      const place = open[Math.floor((i * open.length) / wanted)];
      if (place === undefined) continue;
      free.delete(place);
      put(agentAt(place, kind, at, i, null));
    }
  }
  for (const place of free) {
    const blind = options.stale != null && (options.stale.side === null || options.stale.side === place.side);
    const stale = blind && options.stale != null ? { feed: options.stale.feed, side: options.stale.side } : null;
    put(agentAt(place, stale ?? 'connected', at, 0, null));
  }
  made.agents.sort((a, b) => (a.loginId < b.loginId ? -1 : 1));
  made.groups = options.lyon == null ? [] : groupsOf(places, made, options.lyon, at);
  return made;
}

const groupId = (at: number) => `${at - 150_000}-A`;

function lyon(
  places: readonly Place[],
  { lyon: group }: BoardOptions,
  put: (place: Place, i: number, state: Kind) => void,
): void {
  if (group == null) return;
  const there = places.filter((p) => p.site === 'Lyon').slice(0, group.size);
  there.forEach((place, i) => {
    put(place, i, i < group.back ? 'back' : i < group.back + group.forcedOut ? 'forcedOut' : 'atRisk');
  });
}

function groupsOf(
  places: readonly Place[],
  made: Made,
  group: NonNullable<BoardTroubles['lyon']>,
  at: number,
): GroupRecord[] {
  const members = made.disconnects.filter((d) => d.groupId !== null);
  const record = (teamId: string | null): GroupRecord => {
    const own = members.filter((d) => teamId === null || d.teamId === teamId);
    const teams = [...new Set(own.map((d) => d.teamId))];
    const inLyon = places.filter((p) => p.site === 'Lyon').length;
    return {
      ...{ clusterKey: CLUSTER, teamId, id: groupId(at), from: at - 150_000, to: at - 3_000, size: own.length },
      ...{ scope: 'site-or-path', where: 'Lyon' },
      evidence: [
        ...(teamId === null ? [{ of: 'site' as const, name: 'Lyon', lost: members.length, connected: inLyon }] : []),
        ...teams.map((id) => ({
          ...{ of: 'team' as const, name: own.find((d) => d.teamId === id)?.teamName ?? id },
          lost: own.filter((d) => d.teamId === id).length,
          connected: places.filter((p) => p.teamId === id).length,
        })),
      ],
      back: own.filter((d) => d.returned !== null).length,
      forcedOut: own.filter((d) => d.end !== null).length,
    };
  };
  return group.size === 0 ? [] : [null, ...new Set(members.map((d) => d.teamId))].map(record);
}
