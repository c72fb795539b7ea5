/** GET: the board's snapshot, for a page that missed something. `?cluster=K` and `?teams=K/T,K/T` limit it. */
import { readBoardScope } from '../../../lib/board-query';
import { answering, json, problem } from '../../../lib/problem';
import { loadBoard } from '../../../lib/snapshots';

export function GET(request: Request): Promise<Response> {
  return answering(async () => {
    const read = readBoardScope(new URL(request.url).searchParams);
    if (read.status === 'invalid')
      return problem({ status: 400, title: 'The query is not valid', errors: read.errors });
    return json(await loadBoard(read.scope));
  });
}
