/** POST: a new password, proved with the current one. */
import { passwordChange } from '#contract';
import { asPerson, changePassword } from '../../../../lib/own-account';
import { readBody } from '../../../../lib/read-body';

export function POST(request: Request): Promise<Response> {
  return asPerson(request, async (me) => {
    const given = await readBody(request, passwordChange);
    return given.status === 'refused' ? given.answer : changePassword(request, me, given.value);
  });
}
