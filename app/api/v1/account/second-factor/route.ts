/** POST: a secret for the telephone. PUT: confirms it with a code. DELETE: without a second factor from now on. */
import { codeProof, passwordProof } from '#contract';
import { asPerson, beginSecondFactor, endSecondFactor, finishSecondFactor } from '../../../../lib/own-account';
import { readBody } from '../../../../lib/read-body';

export function POST(request: Request): Promise<Response> {
  return asPerson(request, async (me) => {
    const given = await readBody(request, passwordProof);
    return given.status === 'refused' ? given.answer : beginSecondFactor(request.headers, me, given.value.password);
  });
}

export function PUT(request: Request): Promise<Response> {
  return asPerson(request, async (me) => {
    const given = await readBody(request, codeProof);
    return given.status === 'refused' ? given.answer : finishSecondFactor(request.headers, me, given.value.code);
  });
}

export function DELETE(request: Request): Promise<Response> {
  return asPerson(request, async (me) => {
    const given = await readBody(request, passwordProof);
    return given.status === 'refused' ? given.answer : endSecondFactor(request.headers, me, given.value.password);
  });
}
