/** POST: a ticket for the live socket, used once, good for a minute. */

import { topicPatternsOf } from '#contract';
import { issueTicket } from '../../../../server/live/ticket';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { wallTime } from '../../../lib/time';
import { ticketKey } from '../../../lib/worker';

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'see-service', async (viewer) => {
    const grant = { topics: topicPatternsOf(viewer), actor: viewer.id, at: wallTime(), endsAt: viewer.until };
    return json({ ticket: issueTicket(ticketKey(), grant) });
  });
}
