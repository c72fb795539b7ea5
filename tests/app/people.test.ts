/** People, from the invitation to the end: who comes in, with what, what they may, and what closes when it is taken away. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { stepAt, totpCode } from '../../server/domain/people/totp';
import { letIn } from '../../server/store/people/let-in';
import { fileOf } from '../../server/store/provider/sqlite';
import { createSystemTime } from '../../server/time/system-time';
import { ask, cookieOf, PASSWORD, peopleWorld, request, seated } from './people-world';

const time = createSystemTime({ keepAlive: false });
const billing = { clusterKey: 'cc', teamId: '1' };

/** The letters of RFC 4648 §6 back to bytes, as a telephone does it. */
function bytesOf(base32: string): Buffer {
  const bits = [...base32]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

async function log() {
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const entries = (await people?.auditLog({ before: Number.MAX_SAFE_INTEGER, limit: 100, actor: null })) ?? [];
  return entries.toReversed().map((e) => `${e.actor} ${e.action} ${e.subject}`);
}

test('invited, in, with a second factor, locked out of what administers, raised', async () => {
  const { revoked, mails, url } = await peopleWorld({ mail: true });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null });

  // Invited: by mail, and the link is told once.
  const wish = { name: 'Sam', email: 'Sam@example.org', role: 'supervisor', teams: [billing] };
  const invited = await ask('POST invitations', wish, ada.cookie);
  expect(invited).toMatchObject({ status: 201, said: { mailed: true } });
  const path = String(invited.said.path);
  expect(mails).toMatchObject([{ to: 'sam@example.org', path }]);
  const token = path.replace('/invitation/', '');

  // In, once.
  const accepted = await ask('POST invitations/accept', { token, name: 'Sam', password: PASSWORD });
  expect(accepted.status).toBe(200);
  expect((await ask('POST invitations/accept', { token, name: 'Eve', password: PASSWORD })).status).toBe(410);
  const sam = accepted.cookie;
  expect((await ask('GET account', {}, sam)).said).toMatchObject({
    ...{ name: 'Sam', email: 'sam@example.org', role: 'supervisor', teams: [billing], hasPassword: true },
    signIns: [{ current: true, browser: 'Firefox/1.0 (Windows)' }],
  });
  expect((await ask('GET people', {}, sam)).status).toBe(403);

  // A second factor: proved with the password, confirmed with a code.
  expect((await ask('POST account/second-factor', { password: 'wrong' }, sam)).status).toBe(403);
  const prepared = await ask('POST account/second-factor', { password: PASSWORD }, sam);
  const secret = bytesOf(String(prepared.said.secret));
  const step = stepAt(Date.now());
  expect((await ask('PUT account/second-factor', { code: '000000' }, sam)).status).toBe(403);
  const confirmed = await ask('PUT account/second-factor', { code: totpCode(secret, step) }, sam);
  const [backup = '', other = ''] = confirmed.said.backupCodes as string[];
  expect(confirmed.said.backupCodes).toHaveLength(10);

  // The password alone opens nothing; a code that was taken, or none, neither.
  const half = await ask('POST session', { email: 'sam@example.org', password: PASSWORD });
  expect(half).toMatchObject({ status: 200, said: { status: 'code-needed' }, cookie: '' });
  const challenge = half.said.challenge;
  const code = (text: string) => ask('POST session/code', { challenge, code: text });
  expect((await code(totpCode(secret, step))).status).toBe(401);
  expect((await code('not-a-code')).status).toBe(401);
  const withCode = await code(totpCode(secret, step + 1));
  expect([withCode.status, (await ask('GET account', {}, withCode.cookie)).status]).toEqual([200, 200]);
  expect((await code(totpCode(secret, step + 1))).status).toBe(401);
  expect((await code(backup.toLowerCase())).status).toBe(200);
  expect((await code(backup)).status).toBe(401);
  expect((await ask('POST session/code', { challenge: `${challenge}x`, code: backup })).status).toBe(410);

  // Raised: what is open is opened anew with the rights of now.
  const { people } = (await ask('GET people', {}, ada.cookie)).said as { people: { id: string; email: string }[] };
  const samId = people.find((p) => p.email === 'sam@example.org')?.id ?? '';
  expect(people.find((p) => p.id === samId)).toMatchObject({ secondFactor: true, waysIn: ['password'] });
  const raise = { standing: { role: 'administrator', teams: null } };
  expect((await ask(`PATCH people/${samId}`, raise, ada.cookie)).status).toBe(200);
  expect(revoked).toEqual([samId]);
  expect((await ask('GET people', {}, sam)).status).toBe(200);

  // One code, two at the same moment: one of them is in.
  const { takeCode } = await import('../../app/lib/second-factor');
  const store = (await globalThis.holdfastPeople)?.people;
  if (store === undefined) throw new Error('nobody opened the database');
  const twice = await Promise.all([1, 2].map(() => takeCode(store, samId, other, Date.now())));
  expect(twice.sort()).toEqual(['backup code', 'no']);

  // The telephone is lost: an administrator takes the second factor away.
  await ask(`DELETE people/${samId}/second-factor`, {}, ada.cookie);
  expect((await ask('POST session', { email: 'sam@example.org', password: PASSWORD })).said).toEqual({ status: 'ok' });

  expect(await log()).toEqual([
    'ada@example.org signed-in ada@example.org',
    'ada@example.org person-invited sam@example.org',
    'sam@example.org invitation-accepted sam@example.org',
    'sam@example.org signed-in sam@example.org',
    'sam@example.org password-refused sam@example.org',
    'sam@example.org second-factor-on sam@example.org',
    ...Array(2).fill('- sign-in-refused sam@example.org'),
    'sam@example.org signed-in sam@example.org',
    '- sign-in-refused sam@example.org',
    'sam@example.org signed-in sam@example.org',
    '- sign-in-refused sam@example.org',
    'ada@example.org person-changed sam@example.org',
    'ada@example.org second-factor-removed sam@example.org',
    'sam@example.org signed-in sam@example.org',
  ]);
  expectNowhere(url, [
    token,
    backup,
    backup.replaceAll('-', ''),
    String(prepared.said.secret),
    secret.toString('base64'),
  ]);
});

function expectNowhere(url: string, secrets: readonly string[]): void {
  const files = [fileOf(url), `${fileOf(url)}-wal`].filter((file) => existsSync(file));
  for (const bytes of files.map((file) => readFileSync(file)))
    for (const secret of secrets) expect(bytes.includes(secret)).toBe(false);
}

test('whoever is out is out at once, and the last administrator stays', async () => {
  const { revoked } = await peopleWorld({ mail: false });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null });
  const sam = await seated({ email: 'sam@example.org', role: 'supervisor', teams: [billing] });
  const offered = await ask(`POST people/${sam.id}/reset`, {}, ada.cookie);
  expect(offered.said).toMatchObject({ mailed: null, path: expect.stringMatching(/^\/reset\/[\w-]{43}$/) });

  expect((await ask(`PATCH people/${sam.id}`, { disabled: true }, ada.cookie)).status).toBe(200);
  expect([revoked, (await ask('GET account', {}, sam.cookie)).status]).toEqual([[sam.id], 401]);
  // What would have let them in again is gone with it, also when they may come in again.
  expect((await ask(`PATCH people/${sam.id}`, { disabled: false }, ada.cookie)).status).toBe(200);
  const token = String(offered.said.path).replace('/reset/', '');
  expect((await ask('POST resets/use', { token, password: PASSWORD })).status).toBe(410);

  for (const change of [{ disabled: true }, { standing: { role: 'operator', teams: null } }])
    expect((await ask(`PATCH people/${ada.id}`, change, ada.cookie)).status).toBe(409);
  expect((await ask(`DELETE people/${ada.id}`, {}, ada.cookie)).status).toBe(409);
  expect((await ask(`DELETE people/${sam.id}`, {}, ada.cookie)).status).toBe(200);
  expect((await ask(`DELETE people/${sam.id}`, {}, ada.cookie)).status).toBe(404);
});

test('two administrators who demote each other at the same moment are not both demoted', async () => {
  await peopleWorld({ mail: false });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null });
  const bob = await seated({ email: 'bob@example.org', role: 'administrator', teams: null });
  const { people } = await import('../../app/lib/people');
  const { changePerson } = await import('../../app/lib/people-changes');
  const { personOf } = await import('../../app/lib/persons');
  const everybody = (await (await people()).people.people()).map(personOf);
  const viewer = { id: 'x', actor: 'x', name: 'x', role: 'administrator', teams: null, via: 'sign-in' } as const;
  const demoted = [ada, bob].flatMap(({ id }) =>
    everybody
      .filter((p) => p.id === id)
      .map((was) => changePerson(new Headers(), viewer, was, { standing: { role: 'operator', teams: null } })),
  );
  expect(await Promise.all(demoted)).toEqual([null, expect.stringMatching(/Nobody would be left/)]);
});

test('who forgot a password is mailed a link that works once, and nobody learns who is known', async () => {
  const { mail, mails, revoked } = await peopleWorld({ mail: true });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null, password: PASSWORD });
  await seated({ email: 'sso@example.org', role: 'operator', teams: null });
  const coming = mail();
  const answers = [];
  for (const email of ['nobody@example.org', 'sso@example.org', 'Ada@example.org'])
    answers.push(await ask('POST resets', { email }));
  expect(answers.map(({ status, said }) => [status, said])).toEqual(Array(3).fill([202, { status: 'asked' }]));
  const { to, path } = await coming;
  expect([to, mails.length]).toEqual(['ada@example.org', 1]);

  const token = path.replace('/reset/', '');
  const use = (password: string) => ask('POST resets/use', { token, password });
  expect((await use('short')).status).toBe(400);
  expect((await use('another long password')).status).toBe(200);
  expect((await use('another long password')).status).toBe(410);
  expect([(await ask('GET account', {}, ada.cookie)).status, revoked]).toEqual([401, [ada.id]]);
  const again = await ask('POST session', { email: 'ada@example.org', password: 'another long password' });
  expect(again.said).toEqual({ status: 'ok' });

  // One's own sign-ins: another browser, and out of it from here.
  const { openSignIn } = await import('../../app/lib/signing-in');
  const other = cookieOf(
    await openSignIn(request('POST', '/', null), { id: ada.id, email: 'ada@example.org' }, 'test'),
  );
  const { signIns } = (await ask('GET account', {}, again.cookie)).said as {
    signIns: { id: string; current: boolean }[];
  };
  const theirs = signIns.find((s) => !s.current)?.id ?? '';
  expect((await ask(`DELETE account/sign-ins/${theirs}`, {}, again.cookie)).said).toEqual({ ended: 1 });
  expect((await ask('GET account', {}, other)).status).toBe(401);

  // A new password ends them all, and this browser gets a new one.
  const change = { current: 'another long password', password: PASSWORD };
  const changed = await ask('POST account/password', change, again.cookie);
  expect((await ask('GET account', {}, again.cookie)).status).toBe(401);
  expect((await ask('GET account', {}, changed.cookie)).status).toBe(200);
});

test('without mail, who forgot a password is told whom to ask; links end; guesses have to wait, also many at once', async () => {
  await peopleWorld({ mail: false });
  await seated({ email: 'ada@example.org', role: 'administrator', teams: null });
  expect(await ask('POST resets', { email: 'ada@example.org' })).toMatchObject({ status: 409 });
  const { makeLink, openInvitation } = await import('../../app/lib/one-time-links');
  const store = (await globalThis.holdfastPeople)?.people;
  if (store === undefined) throw new Error('nobody opened the database');
  const grant = { email: 'sam@example.org', role: 'viewer', teams: null } as const;
  const invite = (at: number) =>
    makeLink(store, { kind: 'invitation', name: '', createdBy: 'ada@example.org', grant }, at);
  const week = 7 * 86_400_000;
  const now = Date.now();
  const token = (await invite(now)).path.replace('/invitation/', '');
  expect(await openInvitation(store, token, now + week - 1)).toMatchObject({ email: 'sam@example.org' });
  expect(await openInvitation(store, token, now + week)).toBeNull();
  const { id } = await invite(now + week);
  expect((await store.tokens('invitation')).map((row) => row.id)).toEqual([id]);

  const { beginTry } = await import('../../app/lib/tries');
  const tried = Array.from({ length: 7 }, () => beginTry(new Headers(), 'account ada@example.org', 1_000));
  expect(tried.map((one) => (one instanceof Response ? one.status : 'may'))).toEqual([
    ...Array(5).fill('may'),
    429,
    429,
  ]);
});

test('an invitation and an offered password end with the rights of whoever made them', async () => {
  await peopleWorld({ mail: false });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null, password: PASSWORD });
  const bob = await seated({ email: 'bob@example.org', role: 'administrator', teams: null });
  const wish = { name: 'Kim', email: 'kim@example.org', role: 'administrator', teams: null };
  const tokenOf = ({ said }: { said: Record<string, unknown> }) => String(said.path).split('/').at(-1);
  const invitation = tokenOf(await ask('POST invitations', wish, bob.cookie));
  const reset = tokenOf(await ask(`POST people/${ada.id}/reset`, {}, bob.cookie));
  const store = (await globalThis.holdfastPeople)?.people;
  await store?.changePerson(bob.id, { role: 'operator' });
  const kim = { token: invitation, name: 'Kim', password: PASSWORD };
  expect((await ask('POST invitations/accept', kim)).status).toBe(410);
  expect((await ask('POST resets/use', { token: reset, password: 'chosen by a stranger' })).status).toBe(410);
  await store?.changePerson(bob.id, { role: 'administrator' });
  expect((await ask('POST invitations/accept', kim)).status).toBe(200);
});

test('where everybody comes by single sign-on, passwords are for administrators', async () => {
  await peopleWorld({ mail: false });
  const signInConfig = async () => ({ oidc: null, onlySingleSignOn: true });
  vi.doMock('../../app/lib/oidc-config', () => ({ signInConfig }));
  onTestFinished(() => void vi.doUnmock('../../app/lib/oidc-config'));
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null, password: PASSWORD });
  await seated({ email: 'sam@example.org', role: 'operator', teams: null, password: PASSWORD });
  const signIn = async (email: string) => (await ask('POST session', { email, password: PASSWORD })).status;
  expect([await signIn('ada@example.org'), await signIn('sam@example.org')]).toEqual([200, 401]);
  const wish = { name: 'Kim', email: 'kim@example.org', role: 'operator', teams: null };
  expect((await ask('POST invitations', wish, ada.cookie)).status).toBe(409);
});

test('whoever holds the machine lets an administrator in whom nobody can help', async () => {
  const { url } = await peopleWorld({ mail: false });
  const ada = await seated({ email: 'ada@example.org', role: 'administrator', teams: null });
  const { people } = (await globalThis.holdfastPeople) ?? {};
  const lost = { id: 'lost', userId: ada.id, secret: 'of a telephone that is gone', backupCodes: '[]', verified: true };
  await people?.putTwoFactor(lost);
  expect(await letIn(url, 'nobody@example.org', time)).toBeNull();
  const token = (await letIn(url, 'Ada@example.org', time))?.replace('/reset/', '');
  expect((await ask('POST resets/use', { token, password: PASSWORD })).status).toBe(200);
  expect((await ask('POST session', { email: 'ada@example.org', password: PASSWORD })).said).toEqual({ status: 'ok' });
  expect(await log()).toContain('command line person-let-in ada@example.org');
});
