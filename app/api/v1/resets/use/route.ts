/** POST: a new password, by whoever holds the link. */
import { resetAnswer } from '#contract';
import { asAnybody } from '../../../../lib/guard';
import { readBody } from '../../../../lib/read-body';
import { resetPassword } from '../../../../lib/resets';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, resetAnswer);
    return given.status === 'refused' ? given.answer : resetPassword(request.headers, given.value);
  });
}
