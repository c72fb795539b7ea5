/** POST: when a rule would have fired over stored history. Answers NDJSON: lines of progress, then the result; closing the connection ends it. */
import { completeRule, refusalOfRule, replayRequest } from '#contract';
import { asViewer } from '../../../../lib/guard';
import { problem } from '../../../../lib/problem';
import { openReplay } from '../../../../lib/rules';

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'see-everything', () => replay(request));
}

async function replay(request: Request): Promise<Response> {
  const asked = replayRequest.safeParse(await request.json().catch(() => null));
  if (!asked.success) {
    const errors = asked.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    return problem({ status: 400, title: 'The replay is not valid', errors });
  }
  const { rule, from, to } = asked.data;
  const fault = refusalOfRule(rule);
  if (fault !== null) return problem({ status: 400, title: 'The rule is not valid', detail: fault });
  // Whether it is on says nothing of what it would find.
  const lines = await openReplay(completeRule({ ...rule, enabled: true }, 'own'), { from, to });
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  return new Response(lines, { headers });
}
