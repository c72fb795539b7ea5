/** POST: a ticket for the live socket, used once, good for a minute. */
import { issueTicket } from '../../../../server/live/ticket';
import { anonymous } from '../../../lib/actor';
import { json, refuseForeign } from '../../../lib/problem';
import { wallTime } from '../../../lib/time';
import { ticketKey } from '../../../lib/worker';

export async function POST(request: Request): Promise<Response> {
  const refusal = refuseForeign(request);
  if (refusal !== null) return refusal;
  const { actor, topics } = anonymous;
  return json({ ticket: issueTicket(ticketKey(), { topics, actor, at: wallTime() }) });
}
