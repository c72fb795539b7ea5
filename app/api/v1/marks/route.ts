/** GET: what explains a cluster's charts of agents over a range. `?cluster=K&team=T&from=&to=&zone=`. */

import { readCountsAsked } from '../../../lib/counts';
import { loadClusterMarks } from '../../../lib/marks';
import { answering, json, problem } from '../../../lib/problem';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const asked = readCountsAsked(new URL(request.url).searchParams, wallTime());
    if (asked.status === 'invalid')
      return problem({ status: 400, title: 'The query is not valid', errors: asked.errors });
    const { clusterKey, teams, from, to } = asked.value;
    const scope = teams?.map((teamId) => ({ clusterKey, teamId })) ?? null;
    return json(await loadClusterMarks(clusterKey, { from, to }, scope));
  });
}
