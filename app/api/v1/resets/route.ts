/** POST: asks for a mail with which a forgotten password is replaced; the answer is the same whoever asks. */
import { resetWish } from '#contract';
import { asAnybody } from '../../../lib/guard';
import { readBody } from '../../../lib/read-body';
import { askForReset } from '../../../lib/resets';

export function POST(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const given = await readBody(request, resetWish);
    return given.status === 'refused' ? given.answer : askForReset(request.headers, given.value.email);
  });
}
