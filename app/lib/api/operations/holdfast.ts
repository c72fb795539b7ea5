/** Operations on Holdfast itself. */
import { z } from 'zod';
import { healthAnswer, itemBody, liveTicket, wallFigures } from '#contract';
import { type Operation, ok } from '../operation';

export const holdfast: readonly Operation[] = [
  {
    ...{ id: 'getHealth', method: 'get', route: 'health', tag: 'Holdfast', needs: 'open' },
    summary: 'Whether dashboard, worker and database answer',
    answers: {
      ...ok(healthAnswer, 'All of them do.'),
      503: { what: 'Not all of them do: `failing` names which.', content: { 'application/json': healthAnswer } },
    },
    examples: [{ name: 'Now', status: 200 }],
  },
  {
    ...{ id: 'getDescription', method: 'get', route: 'v1/openapi.json', tag: 'Holdfast', needs: 'see-figures' },
    summary: 'This description',
    answers: ok(z.record(z.string(), itemBody), 'OpenAPI 3.1.'),
    examples: [{ name: 'As it is', status: 200 }],
  },
  {
    ...{ id: 'getWall', method: 'get', route: 'v1/wall', tag: 'Holdfast', needs: 'see-figures' },
    summary: 'The figures of the wall',
    description: 'Nobody by name.',
    answers: ok(wallFigures, 'What the wall shows now.'),
    examples: [{ name: 'Now', status: 200 }],
  },
  {
    ...{ id: 'getLiveTicket', method: 'post', route: 'v1/live-ticket', tag: 'Holdfast', needs: 'see-service' },
    summary: 'A ticket for the live stream',
    description: 'Used once, within a minute, in the handshake of the socket on `/live`.',
    answers: ok(liveTicket, 'The ticket.'),
    examples: [{ name: 'One', status: 200 }],
  },
];
