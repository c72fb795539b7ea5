/** Letters to one person: by the first e-mail channel, with a link to where people reach Holdfast, and never without either. */
import { expect, test } from 'vitest';
import type { Mail } from '#contract';
import type { ChannelConfig } from '../../server/config/channels';
import { noNotify } from '../../server/config/notify';
import { createMailer } from '../../server/worker/mail';
import { goneAway, only, smtp } from '../alert/notifiers/peers';

const letter: Mail = {
  ...{ to: 'sam@example.org', subject: 'A new password for Holdfast', path: '/reset/abc' },
  lines: ['Choose it here:', '', 'LINK'],
};

const channel = (port: number): ChannelConfig => ({
  ...{ name: `mail ${port}`, from: 'ticket', administrators: true, groupWaitMs: 0, remindEveryMs: null },
  unacknowledgedMs: 0,
  way: {
    ...{ kind: 'email', host: '127.0.0.1', port, security: 'none', account: null, trust: {} },
    ...{ from: 'holdfast@example.org', to: ['duty@example.org'] },
  },
});

const publicUrl = 'https://holdfast.example/app';

test('the first e-mail channel carries it, to nobody else, with the link where people reach Holdfast', async () => {
  const { port, mails } = await smtp();
  const mailer = createMailer(() => ({ ...noNotify, publicUrl, channels: [channel(port), channel(9)] }));
  expect([mailer.ready(), await mailer.send(letter)]).toEqual([true, null]);
  const { to, text } = only(mails);
  expect(to).toEqual(['sam@example.org']);
  expect(text).toContain('https://holdfast.example/app/reset/abc');
  expect(text).not.toContain('duty@example.org');
});

test('what the server refused, or that there is none, is said', async () => {
  const { port } = await smtp({ data: '550 never' });
  const gone = await goneAway();
  const said = (channels: ChannelConfig[]) => createMailer(() => ({ ...noNotify, publicUrl, channels })).send(letter);
  expect(await said([channel(port)])).toBe('smtp-550');
  expect(await said([channel(gone)])).toBe('connection-refused');
});

test('without a mail server, or without an address for the link, there is no mail', async () => {
  const without = createMailer(() => ({ ...noNotify, publicUrl }));
  const nowhere = createMailer(() => ({ ...noNotify, channels: [channel(9)] }));
  expect([without.ready(), nowhere.ready(), await nowhere.send(letter)]).toEqual([false, false, 'no-mail']);
});
