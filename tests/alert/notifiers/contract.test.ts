/** One table for every channel over HTTP and SMTP: what each way to answer, or not to, becomes. XMPP's is beside it. */
import { describe, expect, test } from 'vitest';
import { createEmail } from '../../../server/alert/notifiers/email';
import { createHttp, retryAfterOf } from '../../../server/alert/notifiers/http';
import { createNtfy } from '../../../server/alert/notifiers/ntfy';
import { createPagerDuty } from '../../../server/alert/notifiers/pagerduty';
import type { Notifier, Sent } from '../../../server/alert/notifiers/port';
import { createSlack } from '../../../server/alert/notifiers/slack';
import { createTeams } from '../../../server/alert/notifiers/teams';
import { createWebex } from '../../../server/alert/notifiers/webex';
import { createWebhook } from '../../../server/alert/notifiers/webhook';
import { secret } from '../../../server/config/secret';
import type { TlsTrust } from '../../../server/transport/port';
import { certificateZoo } from '../../support/certificates';
import { AT, forever, goneAway, message, only, smtp, web } from './peers';

const overHttp: Record<string, (url: string, trust?: TlsTrust) => Notifier> = {
  webhook: (url, trust) => createWebhook({ url: secret(url), secret: null, headers: {}, template: null }, http(trust)),
  slack: (url, trust) => createSlack({ url: secret(url) }, http(trust)),
  teams: (url, trust) => createTeams({ url: secret(url) }, http(trust)),
  webex: (url, trust) => createWebex({ token: secret('t'), roomId: 'r', api: url }, http(trust)),
  pagerduty: (url, trust) => createPagerDuty({ routingKey: secret('k'), api: url }, http(trust)),
  ntfy: (url, trust) => createNtfy({ url: secret(url), token: secret('t') }, http(trust)),
};
const http = (trust?: TlsTrust) => createHttp({ now: () => AT, ...(trust === undefined ? {} : { trust }) });

const zoo = certificateZoo();
const elsewhere = { location: 'http://127.0.0.1:1/' };
const refused = (condition: string, permanent = false, retryAfterMs: number | null = null): Sent => ({
  ...{ ok: false, condition, retryAfterMs, permanent },
});

describe.each(Object.entries(overHttp))('%s', (_, create) => {
  test.each<[number, Record<string, string>, Sent]>([
    [202, {}, { ok: true }],
    [429, { 'retry-after': '7' }, refused('http-429', false, 7_000)],
    [503, { 'retry-after': '120' }, refused('http-503', false, 120_000)],
    [500, {}, refused('http-500')],
    [404, {}, refused('http-404', true)],
    [401, {}, refused('http-401', true)],
    // A credential is never carried to where a redirect points.
    [302, elsewhere, refused('http-302', true)],
    [307, elsewhere, refused('http-307', true)],
  ])('%i', async (status, headers, sent) => {
    const { url, got } = await web((res) => res.writeHead(status, headers).end('{}'));
    expect(await create(url).send(message, forever)).toEqual(sent);
    expect(got).toHaveLength(1);
  });

  test('a peer that hangs is given up; one that is not there refuses; one that breaks off is told as that', async () => {
    const controller = new AbortController();
    const { url, got } = await web(() => controller.abort());
    expect(await create(url).send(message, controller.signal)).toEqual(refused('timeout'));
    expect(got).toHaveLength(1);
    expect(await create(`http://127.0.0.1:${await goneAway()}/a`).send(message, forever)).toEqual(
      refused('connection-refused'),
    );
    const broken = await web((res) => void res.destroy());
    expect(await create(broken.url).send(message, forever)).toEqual(refused('connection-reset'));
  });

  test('nothing is told to a peer whose certificate does not convince', async () => {
    const { url, got } = await web((res) => res.end(), zoo.valid);
    expect(await create(url).send(message, forever)).toEqual(refused('certificate-untrusted'));
    const pin = zoo.expired.pin;
    expect(await create(url, { pin }).send(message, forever)).toEqual(refused('certificate-pin-mismatch'));
    expect(got).toHaveLength(0);
    expect(await create(url, { ca: zoo.authority.ca }).send(message, forever)).toEqual({ ok: true });
    expect(await create(url, { pin: zoo.valid.pin }).send(message, forever)).toEqual({ ok: true });
  });
});

describe('e-mail', () => {
  const mail = (port: number, security: 'none' | 'tls' | 'starttls' = 'none', ca: string | null = null) =>
    createEmail({
      ...{ host: '127.0.0.1', port, security, account: null, ca },
      ...{ from: 'holdfast@centre.example', to: ['night@centre.example', 'day@centre.example'] },
    });

  test('is one of a thread, says so of itself, and names what happened', async () => {
    const { port, mails } = await smtp();
    expect(await mail(port).send(message, forever)).toEqual({ ok: true });
    const text = only(mails).text.replaceAll('=\n', '').replaceAll('=3D', '=');
    expect(text).toContain('Subject: [page] fin-A is down');
    expect(text).toContain('To: night@centre.example, day@centre.example');
    expect(text).toContain('Message-ID: <i-1.opened-page-0.hook@centre.example>');
    expect(text).toContain('In-Reply-To: <server-cc-a-1@centre.example>');
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('Open the incident: https://holdfast.example/incidents/server-cc-a-1');
    expect(text).toContain('Acknowledge: https://holdfast.example/ack/abc');
  });

  test.each<[string, Sent]>([
    ['451 later', refused('smtp-451')],
    ['550 never', refused('smtp-550', true)],
  ])('%s', async (data, sent) => {
    const { port } = await smtp({ data });
    expect(await mail(port).send(message, forever)).toEqual(sent);
  });

  test('a server that is out of service may be back later, whatever its code', async () => {
    const { port } = await smtp({ greeting: '554 no service' });
    expect(await mail(port).send(message, forever)).toEqual(refused('smtp-554'));
  });

  test('who was greylisted is told with the next try, and nobody twice', async () => {
    let tries = 0;
    const grey = (address: string) => {
      if (!address.startsWith('day')) return '250 well';
      tries += 1;
      return tries === 1 ? '450 4.2.0 come back' : '250 well';
    };
    const { port, mails } = await smtp({ rcpt: grey });
    const notifier = mail(port);
    expect(await notifier.send(message, forever)).toEqual(refused('smtp-450'));
    expect(await notifier.send(message, forever)).toEqual({ ok: true });
    expect(mails.map((m) => m.to)).toEqual([['night@centre.example'], ['day@centre.example']]);
  });

  test('one that says nothing is given up, one that is not there may be there later, none without trusted TLS gets anything', async () => {
    const controller = new AbortController();
    const { port, touched } = await smtp({ greeting: null });
    const sending = mail(port).send(message, controller.signal);
    await touched;
    controller.abort();
    expect(await sending).toEqual(refused('timeout'));
    expect(await mail(await goneAway()).send(message, forever)).toEqual(refused('connection-refused'));
    const plain = await smtp();
    expect(await mail(plain.port, 'starttls').send(message, forever)).toEqual(refused('smtp-502'));
    expect(plain.mails).toEqual([]);
    const secured = await smtp({}, zoo.valid);
    expect(await mail(secured.port, 'tls').send(message, forever)).toEqual(refused('certificate-untrusted'));
    expect(secured.mails).toEqual([]);
    expect(await mail(secured.port, 'tls', zoo.authority.ca).send(message, forever)).toEqual({ ok: true });
  });
});

test('Retry-After is seconds or a date, and never a day', () => {
  expect(retryAfterOf('120', AT)).toBe(120_000);
  expect(retryAfterOf(new Date(AT + 30_000).toUTCString(), AT)).toBe(30_000);
  expect(retryAfterOf('86400', AT)).toBe(3_600_000);
  expect(retryAfterOf('soon', AT)).toBeNull();
});
