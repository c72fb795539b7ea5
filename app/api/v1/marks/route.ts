/** GET: what explains a cluster's charts of agents over a range. `?cluster=K&team=T&from=&to=&zone=`. */

import { countsFor, readCountsAsked } from '../../../lib/counts';
import { asViewer } from '../../../lib/guard';
import { loadClusterMarks } from '../../../lib/marks';
import { json } from '../../../lib/problem';
import { queryOf, wrongQuery } from '../../../lib/query';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const asked = readCountsAsked(queryOf(request), wallTime());
    if (asked.status === 'invalid') return wrongQuery(asked.errors);
    const { clusterKey, teams, from, to } = countsFor(viewer, asked.value);
    const scope = teams?.map((teamId) => ({ clusterKey, teamId })) ?? null;
    return json(await loadClusterMarks(clusterKey, { from, to }, scope));
  });
}
