/** POST: signs in with one click, in the demo and nowhere else. */
import { demoSignInAs } from '#contract';
import { demoSignIn } from '../../../../lib/demo-people';
import { env } from '../../../../lib/env';
import { asAnybody } from '../../../../lib/guard';
import { problem } from '../../../../lib/problem';
import { readBody } from '../../../../lib/read-body';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    if (!env().demo) return problem({ status: 404, title: 'Not found' });
    const given = await readBody(request, demoSignInAs, { title: 'As whom?' });
    return given.status === 'refused' ? given.answer : demoSignIn(request, given.value.as);
  });
}
