/** GET: what explains a cluster's charts of agents over a range. `?cluster=K&team=T&from=&to=&zone=`. */

import { countsFor, readCountsAsked } from '../../../lib/counts';
import { asViewer } from '../../../lib/guard';
import { loadClusterMarks } from '../../../lib/marks';
import { json, problem } from '../../../lib/problem';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const asked = readCountsAsked(new URL(request.url).searchParams, wallTime());
    if (asked.status === 'invalid')
      return problem({ status: 400, title: 'The query is not valid', errors: asked.errors });
    const { clusterKey, teams, from, to } = countsFor(viewer, asked.value);
    const scope = teams?.map((teamId) => ({ clusterKey, teamId })) ?? null;
    return json(await loadClusterMarks(clusterKey, { from, to }, scope));
  });
}
