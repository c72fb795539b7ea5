/** GET: the board's snapshot, for a page that missed something. `?cluster=K` and `?teams=K/T,K/T` limit it. */
import { withinTeams } from '#contract';
import { readBoardScope } from '../../../lib/board-query';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { queryOf, wrongQuery } from '../../../lib/query';
import { loadBoard } from '../../../lib/snapshots';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-agents', async (viewer) => {
    const read = readBoardScope(queryOf(request));
    if (read.status === 'invalid') return wrongQuery(read.errors);
    return json(await loadBoard({ ...read.scope, teams: withinTeams(viewer.teams, read.scope.teams) }));
  });
}
