/** Operations on people, invitations, keys and links. */
import { z } from 'zod';
import {
  accessKey,
  done,
  ended,
  invitation,
  madeKey,
  madeLink,
  newInvitation,
  newKey,
  newLink,
  newPerson,
  oneTimeLink,
  person,
  personChange,
  wallLink,
} from '#contract';
import { created, type Operation, ok } from '../operation';

const params = z.object({ id: z.string().min(1).max(100) });
const gone = { name: 'Somebody who is not there', params: { id: 'nobody' }, status: 404 };
const password = 'correct horse battery';
const supervisor = { role: 'supervisor', teams: [{ clusterKey: 'cc', teamId: '7' }] };

export const people: readonly Operation[] = [
  {
    ...{ id: 'listPeople', method: 'get', route: 'v1/people', tag: 'People', needs: 'administer' },
    summary: 'Who may sign in',
    answers: ok(z.object({ people: z.array(person) }), 'Everybody.'),
    examples: [{ name: 'Everybody', status: 200 }],
  },
  {
    ...{ id: 'addPerson', method: 'post', route: 'v1/people', tag: 'People', needs: 'administer' },
    summary: 'Adds somebody with a password',
    description: 'Supervisors have a list of teams; for the others `teams` is null.',
    body: newPerson,
    answers: created(z.object({ id: z.string() }), 'Added.'),
    refusals: [409],
    examples: [
      { name: 'A supervisor', body: { name: 'Sue', email: 'sue@example.org', ...supervisor, password }, status: 201 },
      {
        name: 'An operator with a weak password',
        body: { name: 'Ole', email: 'ole@example.org', role: 'operator', teams: null, password: 'ole' },
        status: 400,
      },
    ],
  },
  {
    ...{ id: 'changePerson', method: 'patch', route: 'v1/people/[id]', tag: 'People', needs: 'administer' },
    summary: 'Name, role and teams, disabled or not',
    params,
    body: personChange,
    answers: ok(done, 'Changed. What was open to them and no longer is has closed.'),
    refusals: [404, 409],
    examples: [{ ...gone, body: { disabled: true } }],
  },
  {
    ...{ id: 'removePerson', method: 'delete', route: 'v1/people/[id]', tag: 'People', needs: 'administer' },
    summary: 'Removes somebody',
    params,
    answers: ok(done, 'Removed.'),
    refusals: [404, 409],
    examples: [gone],
  },
  {
    ...{ id: 'resetPerson', method: 'post', route: 'v1/people/[id]/reset', tag: 'People', needs: 'administer' },
    summary: 'A link with which somebody chooses a new password',
    description: 'Told once, and by mail where mail is set up.',
    params,
    answers: created(oneTimeLink, 'The link.'),
    refusals: [404],
    examples: [gone],
  },
  {
    ...{ id: 'signPersonOut', method: 'delete', route: 'v1/people/[id]/sign-ins', tag: 'People', needs: 'administer' },
    summary: 'Signs somebody out everywhere',
    params,
    answers: ok(ended, 'How many sign-ins there were.'),
    refusals: [404],
    examples: [gone],
  },
  {
    ...{ id: 'removePersonsFactor', method: 'delete', route: 'v1/people/[id]/second-factor', tag: 'People' },
    needs: 'administer',
    summary: 'The second factor of somebody who lost it',
    params,
    answers: ok(done, 'They sign in with their password alone until they set it up again.'),
    refusals: [404],
    examples: [gone],
  },
  {
    ...{ id: 'listInvitations', method: 'get', route: 'v1/invitations', tag: 'People', needs: 'administer' },
    summary: 'Who is invited',
    answers: ok(z.object({ invitations: z.array(invitation) }), 'Invitations that are open.'),
    examples: [{ name: 'All of them', status: 200 }],
  },
  {
    ...{ id: 'invite', method: 'post', route: 'v1/invitations', tag: 'People', needs: 'administer' },
    summary: 'Invites somebody',
    description: 'The link is told once, and by mail where mail is set up.',
    body: newInvitation,
    answers: created(oneTimeLink, 'The link.'),
    refusals: [409],
    examples: [{ name: 'A supervisor', body: { name: '', email: 'kim@example.org', ...supervisor }, status: 201 }],
  },
  {
    ...{ id: 'withdrawInvitation', method: 'delete', route: 'v1/invitations/[id]', tag: 'People' },
    needs: 'administer',
    summary: 'Takes an invitation back',
    params,
    answers: ok(done, 'Nobody gets in with it any more.'),
    refusals: [404],
    examples: [gone],
  },
  {
    ...{ id: 'listKeys', method: 'get', route: 'v1/keys', tag: 'People', needs: 'administer' },
    summary: 'Keys for other programs',
    answers: ok(z.object({ keys: z.array(accessKey) }), 'Without what they open with.'),
    examples: [{ name: 'All of them', status: 200 }],
  },
  {
    ...{ id: 'makeKey', method: 'post', route: 'v1/keys', tag: 'People', needs: 'administer' },
    summary: 'Makes a key, and tells it once',
    description: 'By people alone: a key makes no others.',
    body: newKey,
    answers: created(madeKey, 'The key.'),
    examples: [
      {
        name: 'For a report, a month',
        body: { name: 'Monthly report', role: 'operator', teams: null, scopes: ['see-service'], days: 31 },
        status: 201,
      },
      {
        name: 'More than its role may',
        body: { name: 'Too much', role: 'viewer', teams: null, scopes: ['administer'], days: 31 },
        status: 400,
      },
    ],
  },
  {
    ...{ id: 'removeKey', method: 'delete', route: 'v1/keys/[id]', tag: 'People', needs: 'administer' },
    summary: 'Takes a key back',
    params,
    answers: ok(done, 'What it had opened is closed.'),
    refusals: [404],
    examples: [gone],
  },
  {
    ...{ id: 'listLinks', method: 'get', route: 'v1/links', tag: 'People', needs: 'administer' },
    summary: 'Links to the wall',
    answers: ok(z.object({ links: z.array(wallLink) }), 'Without what they open with.'),
    examples: [{ name: 'All of them', status: 200 }],
  },
  {
    ...{ id: 'makeLink', method: 'post', route: 'v1/links', tag: 'People', needs: 'administer' },
    summary: 'Makes a link to the wall, and tells it once',
    body: newLink,
    answers: created(madeLink, 'The path that opens the wall.'),
    examples: [{ name: 'For a week', body: { name: 'Hall', clusters: null, days: 7 }, status: 201 }],
  },
  {
    ...{ id: 'removeLink', method: 'delete', route: 'v1/links/[id]', tag: 'People', needs: 'administer' },
    summary: 'Takes a link back',
    params,
    answers: ok(done, 'What it had opened is closed.'),
    refusals: [404],
    examples: [gone],
  },
];
