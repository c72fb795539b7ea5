/** Operations on Holdfast itself, and the doors to it. */
import { z } from 'zod';
import { demoSignInAs, firstAdministrator, healthAnswer, itemBody, liveTicket } from '#contract';
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
    ...{ id: 'getLiveTicket', method: 'post', route: 'v1/live-ticket', tag: 'Holdfast', needs: 'see-service' },
    summary: 'A ticket for the live stream',
    description: 'Used once, within a minute, in the handshake of the socket on `/live`.',
    answers: ok(liveTicket, 'The ticket.'),
    examples: [{ name: 'One', status: 200 }],
  },
  {
    ...{ id: 'setUp', method: 'post', route: 'v1/set-up', tag: 'Signing in', needs: 'open' },
    summary: 'The first administrator',
    description: 'Made by whoever holds the code that Holdfast printed when it started for the first time.',
    body: firstAdministrator,
    answers: { 200: { what: 'Made, and signed in: the cookie is set.', content: { 'application/json': null } } },
    refusals: [403, 409],
    examples: [
      {
        name: 'After somebody else did',
        body: { code: 'aaaa-aaaa-aaaa-aaaa', name: 'Eve', email: 'eve@example.org', password: 'correct horse battery' },
        status: 409,
      },
      { name: 'Nothing', body: {}, status: 400 },
    ],
  },
  {
    ...{ id: 'signInDemo', method: 'post', route: 'v1/session/demo', tag: 'Signing in', needs: 'open' },
    summary: 'Signs in with one click, in the demo and nowhere else',
    body: demoSignInAs,
    answers: { 200: { what: 'Signed in: the cookie is set.', content: { 'application/json': null } } },
    refusals: [404],
    examples: [{ name: 'Where there is no demo', body: { as: 'administrator' }, status: 404 }],
  },
];
