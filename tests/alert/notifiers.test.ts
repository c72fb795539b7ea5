/** Channels against real peers on loopback: what they are handed, and what every way to fail becomes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Delivery, Incident } from '#contract';
import { messageOf } from '../../server/alert/message';
import { createEmail } from '../../server/alert/notifiers/email';
import { retryAfterOf } from '../../server/alert/notifiers/http';
import { createNtfy } from '../../server/alert/notifiers/ntfy';
import type { Notifier } from '../../server/alert/notifiers/port';
import { createWebhook, signatureOf } from '../../server/alert/notifiers/webhook';
import { secret } from '../../server/config/secret';
import { finding } from '../../server/domain/alert/finding';
import { openedIncident } from '../../server/domain/alert/incident';
import { defaultRules } from '../../server/domain/alert/rules';

const AT = 1_800_000_000_000;
const rule = defaultRules.find((r) => r.key === 'side-down');

function incident(): Incident {
  if (rule === undefined) throw new Error('there is no such rule');
  const found = finding({
    subject: 'server cc/a',
    clusterKey: 'cc',
    nodeKey: 'a',
    begunAt: AT - 180_000,
    title: 'fin-A is down',
    sample: 'host-or-network',
  });
  return openedIncident(
    [{ rule, severity: 'page', begunAt: AT - 180_000, firedAt: AT, samples: [], finding: found }],
    found,
    AT,
  );
}

const delivery: Delivery = {
  ...{ id: 'i-1/opened-page-0/hook', incidentId: 'i-1', channel: 'hook', transition: 'opened-page-0', order: 1 },
  ...{
    createdAt: AT,
    status: 'waiting',
    tries: 0,
    dueAt: AT,
    condition: null,
    deliveredAt: null,
    attempts: [],
    bundled: [],
    incident: incident(),
  },
};
const message = messageOf(delivery, 'https://holdfast.example');
const forever = new AbortController().signal;

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Got {
  headers: IncomingMessage['headers'];
  path: string;
  body: string;
}

async function web(answer: (res: ServerResponse) => void): Promise<{ url: string; got: Got[] }> {
  const got: Got[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      got.push({ headers: req.headers, path: req.url ?? '', body: Buffer.concat(chunks).toString() });
      answer(res);
    });
  });
  onTestFinished(() => server.closeAllConnections());
  return { url: `http://127.0.0.1:${await listening(server)}/a/topic`, got };
}

function only(got: readonly Got[]): Got {
  const [one, ...more] = got;
  if (one === undefined || more.length > 0) throw new Error(`${got.length} requests`);
  return one;
}

const overHttp: Record<string, (url: string) => Notifier> = {
  webhook: (url) => createWebhook({ url: secret(url), secret: secret('between us') }, () => AT),
  ntfy: (url) => createNtfy({ url: secret(url), token: secret('tk_1') }, () => AT),
};

describe.each(Object.entries(overHttp))('%s', (_, create) => {
  test.each([
    [204, {}, { ok: true }],
    [500, {}, { ok: false, condition: 'http-500', retryAfterMs: null, permanent: false }],
    [429, { 'retry-after': '7' }, { ok: false, condition: 'http-429', retryAfterMs: 7_000, permanent: false }],
    [404, {}, { ok: false, condition: 'http-404', retryAfterMs: null, permanent: true }],
    [
      302,
      { location: 'http://127.0.0.1:1/' },
      { ok: false, condition: 'http-302', retryAfterMs: null, permanent: true },
    ],
  ])('%s', async (status, headers, sent) => {
    const { url } = await web((res) => res.writeHead(status, headers).end());
    expect(await create(url).send(message, forever)).toEqual(sent);
  });

  test('a peer that hangs is given up, one that is not there refuses', async () => {
    const { url, got } = await web(() => controller.abort());
    const controller = new AbortController();
    const sent = await create(url).send(message, controller.signal);
    expect(sent).toEqual({ ok: false, condition: 'timeout', retryAfterMs: null, permanent: false });
    expect(got).toHaveLength(1);
    const gone = createTcp();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const refused = await create(`http://127.0.0.1:${port}/`).send(message, forever);
    expect(refused).toEqual({ ok: false, condition: 'connection-refused', retryAfterMs: null, permanent: false });
  });
});

test('a webhook is handed the incident, signed together with the time', async () => {
  const { url, got } = await web((res) => res.end());
  await createWebhook({ url: secret(url), secret: secret('between us') }, () => AT).send(message, forever);
  const { headers, body } = only(got);
  expect(headers['idempotency-key']).toBe('i-1/opened-page-0/hook');
  expect(headers['holdfast-signature']).toBe(`t=${AT / 1000},v1=${signatureOf('between us', AT / 1000, body)}`);
  expect(JSON.parse(body)).toMatchObject({
    ...{ key: 'i-1/opened-page-0/hook', transition: 'opened', subject: '[page] fin-A is down' },
    link: expect.stringMatching(/^https:\/\/holdfast\.example\/incidents\/server-cc-a-/),
    incident: { severity: 'page', subject: 'server cc/a' },
  });
});

test('ntfy is handed a topic, a title and how loud it is', async () => {
  const { url, got } = await web((res) => res.end());
  await createNtfy({ url: secret(url), token: secret('tk_1') }, () => AT).send(message, forever);
  const { headers, path, body } = only(got);
  expect(path).toBe('/a/');
  expect(headers.authorization).toBe('Bearer tk_1');
  expect(JSON.parse(body)).toMatchObject({ topic: 'topic', title: '[page] fin-A is down', priority: 5 });
});

test('Retry-After is seconds or a date, and never a day', () => {
  expect(retryAfterOf('120', AT)).toBe(120_000);
  expect(retryAfterOf(new Date(AT + 30_000).toUTCString(), AT)).toBe(30_000);
  expect(retryAfterOf('86400', AT)).toBe(3_600_000);
  expect(retryAfterOf('soon', AT)).toBeNull();
});

describe('e-mail', () => {
  /** As little of RFC 5321 as a client needs. @param answer to the end of the data */
  async function smtp(answer: string): Promise<{ port: number; mails: string[] }> {
    const mails: string[] = [];
    const server = createTcp((socket: Socket) => {
      let data: string | null = null;
      let rest = '';
      socket.write('220 here\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        rest += chunk.toString();
        for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
          const line = rest.slice(0, end);
          rest = rest.slice(end + 2);
          if (data === null) {
            if (line === 'DATA') data = '';
            socket.write(line === 'DATA' ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 well\r\n');
          } else if (line === '.') {
            mails.push(data);
            data = null;
            socket.write(`${answer}\r\n`);
          } else data += `${line}\n`;
        }
      });
    });
    return { port: await listening(server), mails };
  }
  const mail = (port: number) =>
    createEmail({
      ...{ host: '127.0.0.1', port, security: 'none', account: null },
      ...{ from: 'holdfast@centre.example', to: ['night@centre.example', 'day@centre.example'] },
    });

  test('is one of a thread, says so of itself, and names what happened', async () => {
    const { port, mails } = await smtp('250 taken');
    expect(await mail(port).send(message, forever)).toEqual({ ok: true });
    const text = (mails[0] ?? '').replaceAll('=\n', '');
    expect(text).toContain('Subject: [page] fin-A is down');
    expect(text).toContain('To: night@centre.example, day@centre.example');
    expect(text).toContain('Message-ID: <i-1.opened-page-0.hook@centre.example>');
    expect(text).toMatch(/In-Reply-To: <server-cc-a-[a-z0-9]+@centre\.example>/);
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('https://holdfast.example/incidents/server-cc-a');
  });

  test.each([
    ['451 later', { ok: false, condition: 'smtp-451', retryAfterMs: null, permanent: false }],
    ['550 never', { ok: false, condition: 'smtp-550', retryAfterMs: null, permanent: true }],
  ])('%s', async (answer, sent) => {
    const { port } = await smtp(answer);
    expect(await mail(port).send(message, forever)).toEqual(sent);
  });

  test('a server that is not there may be there later', async () => {
    const gone = createTcp();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const sent = await mail(port).send(message, forever);
    expect(sent).toEqual({ ok: false, condition: 'connection-refused', retryAfterMs: null, permanent: false });
  });
});
