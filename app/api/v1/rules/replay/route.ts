/** POST: when a rule would have fired over stored history. Answers NDJSON: lines of progress, then the result; closing the connection ends it. */
import { completeRule, refusalOfRule, replayRequest } from '#contract';
import { asViewer } from '../../../../lib/guard';
import { problem } from '../../../../lib/problem';
import { readBody } from '../../../../lib/read-body';
import { openReplay } from '../../../../lib/rules';

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'see-everything', () => replay(request));
}

async function replay(request: Request): Promise<Response> {
  const asked = await readBody(request, replayRequest, { title: 'The replay is not valid' });
  if (asked.status === 'refused') return asked.answer;
  const { rule, from, to } = asked.value;
  const fault = refusalOfRule(rule);
  if (fault !== null) return problem({ status: 400, title: 'The rule is not valid', detail: fault });
  // Whether it is on says nothing of what it would find.
  const lines = await openReplay(completeRule({ ...rule, enabled: true }, 'own'), { from, to });
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  return new Response(lines, { headers });
}
