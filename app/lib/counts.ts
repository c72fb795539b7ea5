/** How many agents of a cluster, or of some of its teams, were in which health over a range; nobody by name. */
import { z } from 'zod';
import { type AgentCountsSeries, slug, teamId, type Viewer, withinTeams } from '#contract';
import { daysLater } from '../../server/domain/history/calendar';
import { csv, isoTime } from './csv';
import { asViewer } from './guard';
import { json, problem } from './problem';
import { type Problems, type RangeAsked, type Read, readRange, USUAL_POINTS } from './range-query';
import { store } from './store';
import { wallTime } from './time';

export interface CountsAsked extends RangeAsked {
  clusterKey: string;
  /** null = all. */
  teams: string[] | null;
  points: number;
}

const MAX_TEAMS = 200;
const MAX_POINTS = 2_000;
const whole = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

/** `cluster`, `team` (ids with commas; none = all), the range, `points`, and `earlierDays`: the same times of day so many days before. */
export function readCountsAsked(query: URLSearchParams, now: number): Read<CountsAsked> {
  const range = readRange(query, now);
  const errors: Problems[] = range.status === 'invalid' ? [...range.errors] : [];
  const read = <T>(path: string, schema: z.ZodType<T>, value: unknown, message: string): T | null => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    errors.push({ path, message });
    return null;
  };
  const clusterKey = read('cluster', slug, query.get('cluster') ?? '', 'must be the key of a cluster');
  const named = query.get('team') ?? '';
  const teams =
    named === ''
      ? null
      : read('team', z.array(teamId).max(MAX_TEAMS), named.split(','), `must be ids of teams, ${MAX_TEAMS} at most`);
  const points = read(
    ...(['points', whole(1, MAX_POINTS)] as const),
    ...([query.get('points') || USUAL_POINTS, `must be a number from 1 to ${MAX_POINTS}`] as const),
  );
  const earlier = read('earlierDays', whole(0, 366), query.get('earlierDays') || 0, 'must be a number from 0 to 366');
  if (range.status === 'invalid' || errors.length > 0 || clusterKey === null || points === null)
    return { status: 'invalid', errors };
  const { from, to, zone } = range.value;
  const then = (at: number) => (earlier === null || earlier === 0 ? at : daysLater(zone, at, -earlier));
  return { status: 'ok', value: { clusterKey, teams, points, zone, from: then(from), to: then(to) } };
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

/** What the two addresses of counts answer. */
export function answerCounts(request: Request, as: 'json' | 'csv'): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const asked = readCountsAsked(new URL(request.url).searchParams, wallTime());
    if (asked.status === 'invalid')
      return problem({ status: 400, title: 'The query is not valid', errors: asked.errors });
    const series = await loadCounts(countsFor(viewer, asked.value));
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
