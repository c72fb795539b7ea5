/** POST: a wish for the worker. The body is the command with an idempotency key; the actor is whoever is signed in. */
import { command, commandRequest, mayCommand, type Viewer } from '#contract';
import { audit } from '../../../lib/audit-log';
import { asViewer, notTheirs } from '../../../lib/guard';
import { loadIncident } from '../../../lib/incidents';
import { json, problem } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { sendCommand } from '../../../lib/worker';

/** Everybody may wish who may see anything; each wish has a right of its own. */
export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', (viewer) => pass(request, viewer));
}

async function pass(request: Request, viewer: Viewer): Promise<Response> {
  const wish = await readBody(request, commandRequest, { title: 'The command is not valid' });
  if (wish.status === 'refused') return wish.answer;
  if (!mayCommand(viewer, wish.value.command) || !(await isTheirs(wish.value, viewer))) return notTheirs();
  const answer = await sendCommand(command.parse({ ...wish.value, actor: viewer.actor }));
  if (answer === null)
    return problem({ status: 503, title: 'The worker did not answer', detail: 'Nothing was changed.' });
  const { command: action, idempotencyKey: _, ...detail } = wish.value;
  if (answer.reply.status === 'accepted')
    await audit(request.headers, { actor: viewer.actor, action, subject: subjectOf(detail), detail });
  return json(answer.reply, answer.status);
}

/** Of an incident that is other teams' alone nobody learns so much as that it is there. */
async function isTheirs(wish: object, viewer: Viewer): Promise<boolean> {
  const incidentId: unknown = Reflect.get(wish, 'incidentId');
  if (viewer.teams === null || typeof incidentId !== 'string') return true;
  return (await loadIncident(viewer, incidentId)) !== null;
}

/** What a wish is about, for the audit log. */
function subjectOf(detail: object): string {
  const named = ['incidentId', 'targetKey', 'silenceId', 'deliveryId', 'channel', 'ruleKey', 'windowId', 'name'];
  const values = named.map((key): unknown => Reflect.get(detail, key));
  return values.find((value): value is string => typeof value === 'string') ?? '-';
}
