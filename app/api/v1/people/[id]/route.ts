/** PATCH: name, role and teams, disabled or not. DELETE: removes somebody. */
import { personChange } from '#contract';
import { asViewer } from '../../../../lib/guard';
import { changePerson, removePerson, withPerson } from '../../../../lib/people-changes';
import { json, problem } from '../../../../lib/problem';
import { readBody } from '../../../../lib/read-body';

type Context = { params: Promise<{ id: string }> };

export function PATCH(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    const given = await readBody(request, personChange);
    if (given.status === 'refused') return given.answer;
    return withPerson((await params).id, async (was) =>
      answerOf(await changePerson(request.headers, viewer, was, given.value)),
    );
  });
}

export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) =>
    withPerson((await params).id, async (was) => answerOf(await removePerson(request.headers, viewer, was))),
  );
}

function answerOf(refusal: string | null): Response {
  return refusal === null ? json({ status: 'ok' }) : problem({ status: 409, title: 'Not possible', detail: refusal });
}
