/** POST: a wish for the worker. The body is the command with an idempotency key; the actor is whoever is signed in. */
import { z } from 'zod';
import { command, commandBody } from '#contract';
import { anonymous } from '../../../lib/actor';
import { json, problem, refuseForeign } from '../../../lib/problem';
import { sendCommand } from '../../../lib/worker';

const body = z.intersection(commandBody, z.object({ idempotencyKey: z.string().min(8).max(100) }));

export async function POST(request: Request): Promise<Response> {
  const refusal = refuseForeign(request);
  if (refusal !== null) return refusal;
  const wish = body.safeParse(await request.json().catch(() => null));
  if (!wish.success) {
    const errors = wish.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    return problem({ status: 400, title: 'The command is not valid', errors });
  }
  const answer = await sendCommand(command.parse({ ...wish.data, actor: anonymous.actor }));
  if (answer === null)
    return problem({ status: 503, title: 'The worker did not answer', detail: 'Nothing was changed.' });
  return json(answer.reply, answer.status);
}
