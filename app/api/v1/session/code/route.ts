/** POST: the second step of signing in, a code after the password. */
import { asAnybody } from '../../../../lib/guard';
import { readBody } from '../../../../lib/read-body';
import { secondStep, signInWithCode } from '../../../../lib/signing-in';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, secondStep, { title: 'A code is needed' });
    return given.status === 'refused' ? given.answer : signInWithCode(request, given.value);
  });
}
