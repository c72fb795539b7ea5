/** POST: a wish for the worker. The body is the command with an idempotency key; the actor is whoever is signed in. */
import { z } from 'zod';
import { command, commandBody, may, permissionOf, type Viewer } from '#contract';
import { audit } from '../../../lib/audit-log';
import { asViewer, notTheirs } from '../../../lib/guard';
import { json, problem } from '../../../lib/problem';
import { sendCommand } from '../../../lib/worker';

const body = z.intersection(commandBody, z.object({ idempotencyKey: z.string().min(8).max(100) }));

/** Everybody may wish who may see anything; each wish has a right of its own. */
export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', (viewer) => pass(request, viewer));
}

async function pass(request: Request, viewer: Viewer): Promise<Response> {
  const wish = body.safeParse(await request.json().catch(() => null));
  if (!wish.success) {
    const errors = wish.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
    return problem({ status: 400, title: 'The command is not valid', errors });
  }
  if (!may(viewer, permissionOf(wish.data.command))) return notTheirs();
  const answer = await sendCommand(command.parse({ ...wish.data, actor: viewer.actor }));
  if (answer === null)
    return problem({ status: 503, title: 'The worker did not answer', detail: 'Nothing was changed.' });
  const { command: action, idempotencyKey: _, ...detail } = wish.data;
  if (answer.reply.status === 'accepted')
    await audit(request.headers, { actor: viewer.actor, action, subject: subjectOf(detail), detail });
  return json(answer.reply, answer.status);
}

/** What a wish is about, for the audit log. */
function subjectOf(detail: object): string {
  const named = ['incidentId', 'targetKey', 'silenceId', 'deliveryId', 'channel', 'ruleKey', 'windowId', 'name'];
  const values = named.map((key): unknown => Reflect.get(detail, key));
  return values.find((value): value is string => typeof value === 'string') ?? '-';
}
