/** How many agents of a cluster, or of some of its teams, were in which health over a range; nobody by name. */
import { z } from 'zod';
import { type AgentCountsSeries, slug, type Viewer, withinTeams } from '#contract';
import { askedTeams } from '../../server/domain/privacy/small-teams';
import { csv, isoTime } from './csv';
import { asViewer } from './guard';
import { smallTeamsAt } from './privacy';
import { json } from './problem';
import { queryOf, type Read, readQuery, wrongQuery } from './query';
import { daysBefore, daysEarlier, manyPoints, type RangeAsked, rangeOf, rangeQuery } from './range-query';
import { store } from './store';
import { wallTime } from './time';

export interface CountsAsked extends RangeAsked {
  clusterKey: string;
  /** null = all. */
  teams: string[] | null;
  points: number;
}

const MAX_TEAMS = 200;

/** `cluster`, `team`, the range, `points` and `earlierDays`. */
export const countsQuery = rangeQuery.extend({
  cluster: slug.describe('The key of a cluster.'),
  team: z
    .string()
    .regex(
      new RegExp(`^[A-Za-z0-9._~-]{1,128}(?:,[A-Za-z0-9._~-]{1,128}){0,${MAX_TEAMS - 1}}$`),
      `must be ids of teams, ${MAX_TEAMS} at most`,
    )
    .optional()
    .describe('Ids of teams with commas between them; all that are yours without it.'),
  points: manyPoints,
  earlierDays: daysBefore,
});

export function readCountsAsked(query: URLSearchParams, now: number): Read<CountsAsked> {
  const read = readQuery(query, countsQuery);
  if (read.status === 'invalid') return read;
  const { cluster: clusterKey, team, points, earlierDays, ...asked } = read.value;
  const range = rangeOf(asked, now);
  if (range.status === 'invalid') return range;
  const teams = team?.split(',') ?? null;
  return { status: 'ok', value: { clusterKey, teams, points, ...daysEarlier(range.value, earlierDays) } };
}

/** Who may see only some teams is told of those. */
export function countsFor({ teams: theirs }: Pick<Viewer, 'teams'>, asked: CountsAsked): CountsAsked {
  const { clusterKey } = asked;
  if (theirs === null) return asked;
  const wanted = asked.teams?.map((teamId) => ({ clusterKey, teamId })) ?? null;
  const seen = withinTeams(theirs, wanted) ?? [];
  return { ...asked, teams: seen.filter((t) => t.clusterKey === clusterKey).map((t) => t.teamId) };
}

export async function loadCounts(asked: CountsAsked): Promise<AgentCountsSeries> {
  const { clusterKey, teams, from, to, zone } = asked;
  return { clusterKey, teams, from, to, zone, ...(await (await store()).countsBetween(asked)) };
}

/** Of long ago a small team is told only together with the others. */
async function withoutSmallTeams(viewer: Pick<Viewer, 'teams'>, asked: CountsAsked): Promise<CountsAsked> {
  const { clusterKey, teams, from } = asked;
  if (teams === null) return asked;
  const small = await smallTeamsAt(clusterKey, from, teams);
  return { ...asked, teams: askedTeams(teams, small, () => viewer.teams === null) };
}

/** What the two addresses of counts answer. */
export function answerCounts(request: Request, as: 'json' | 'csv'): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const asked = readCountsAsked(queryOf(request), wallTime());
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const series = await loadCounts(await withoutSmallTeams(viewer, countsFor(viewer, asked.value)));
    return as === 'csv' ? countsCsv(series) : json(series);
  });
}

const columns = [
  ...([
    ['connected', 'connected'],
    ['unstable', 'unstable'],
    ['atRisk', 'at_risk'],
  ] as const),
  ...([
    ['forcedOut', 'forced_out'],
    ['loggedOut', 'logged_out'],
    ['unknown', 'unknown'],
  ] as const),
];

function countsCsv({ clusterKey, from, points }: AgentCountsSeries): Response {
  return csv(
    `${clusterKey}-agents-${isoTime(from).slice(0, 16)}`,
    ['from', 'to', 'minutes', ...columns.flatMap(([, name]) => [`${name}_min`, `${name}_mean`, `${name}_max`])],
    points.map((point) => [
      ...[isoTime(point.from), isoTime(point.to), point.minutes],
      ...columns.flatMap(([kind]) => [point[kind].min, point[kind].mean, point[kind].max]),
    ]),
  );
}
