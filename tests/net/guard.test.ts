/** Where configured URLs lead: judged by what a name resolves to when it is connected to, and no further than the first host. */
import { createServer as createWeb, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createHttp } from '../../server/alert/notifiers/http';
import { sendLetter } from '../../server/alert/notifiers/smtp';
import { fetchGuarded } from '../../server/net/http';
import { createSystemTime } from '../../server/time/system-time';
import { type Dialled, dial } from '../../server/transport/dial';

/** What names resolve to, answer by answer; the last one stays. */
const names = vi.hoisted(() => ({ answers: [] as string[][], asked: 0 }));
vi.mock('node:dns', async (original) => {
  type Done = (error: Error | null, addresses: { address: string; family: number }[]) => void;
  return {
    ...(await original<typeof import('node:dns')>()),
    lookup(_name: string, _options: unknown, done: Done) {
      const answer = names.answers[Math.min(names.asked, names.answers.length - 1)] ?? [];
      names.asked += 1;
      setImmediate(() =>
        done(
          null,
          answer.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
        ),
      );
    },
  };
});
const resolveTo = (...answers: string[][]) => Object.assign(names, { answers, asked: 0 });
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function serve(handle: RequestListener): Promise<{ port: number; got: string[] }> {
  const got: string[] = [];
  const server = createWeb((req, res) => {
    got.push(`${req.method} ${req.url} ${req.headers.authorization ?? ''}`.trim());
    handle(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, got };
}

const forever = new AbortController().signal;
const http = createHttp({ now: () => 0 });
const post = (url: string) => http.post({ url, headers: { authorization: 'Bearer key' }, body: '{}' }, forever);
const refused = { ok: false, condition: 'address-refused', retryAfterMs: null, permanent: false };

describe('a name that leads to metadata', () => {
  test.each(['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', 'fd00:ec2::254'])(
    '%s gets nothing',
    async (address) => {
      resolveTo([address]);
      expect(await post('http://hooks.example/in')).toEqual(refused);
      await expect(fetchGuarded('http://hooks.example/', {})).rejects.toMatchObject({
        cause: { code: 'HOLDFAST_ADDRESS_REFUSED' },
      });
      expect(await sendLetter({ ...mail, host: 'mail.example' }, { to: 'a@b.example', subject: '', text: '' })).toBe(
        'address-refused',
      );
      expect(await dialled('xmpp.example')).toMatchObject({
        ok: false,
        failure: { condition: 'address-refused', phase: 'dns' },
      });
    },
  );

  test.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9.0376.43518/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://0/',
  ])('nor does the address itself: %s', async (url) => {
    expect(await post(url)).toEqual(refused);
    await expect(fetchGuarded(url, {})).rejects.toThrow();
  });

  test('a name that is harmless when it is looked at and not when it is connected to gains nothing', async () => {
    const { port, got } = await serve((_, res) => res.end());
    resolveTo(['127.0.0.1'], ['169.254.169.254']);
    expect(await post(`http://turning.example:${port}/in`)).toEqual({ ok: true });
    expect(await post(`http://turning.example:${port}/in`)).toEqual(refused);
    expect(got).toEqual(['POST /in Bearer key']);
  });

  test('of several addresses those that may be are used', async () => {
    const { port } = await serve((_, res) => res.end());
    resolveTo(['fe80::1', '127.0.0.1']);
    expect(await post(`http://both.example:${port}/`)).toEqual({ ok: true });
  });
});

test('a redirect is an answer: nothing goes to where it points, and no credential either', async () => {
  const inner = await serve((_, res) => res.end('secret'));
  const outer = await serve((_, res) => res.writeHead(307, { location: `http://127.0.0.1:${inner.port}/steal` }).end());
  const answer = await fetchGuarded(`http://127.0.0.1:${outer.port}/a`, { headers: { authorization: 'Bearer key' } });
  expect([answer.status, await answer.text()]).toEqual([307, '']);
  expect(await post(`http://127.0.0.1:${outer.port}/b`)).toMatchObject({ ok: false, condition: 'http-307' });
  expect(outer.got).toEqual(['GET /a Bearer key', 'POST /b Bearer key']);
  expect(inner.got).toEqual([]);
});

test('an answer without end is not read to the end', async () => {
  const { port } = await serve((_, res) => res.end(Buffer.alloc(10_000)));
  await expect(fetchGuarded(`http://127.0.0.1:${port}/`, {}, 1_000)).rejects.toThrow();
});

const mail = { port: 25, security: 'none', account: null, from: 'h@h.example', ca: null } as const;

function dialled(host: string): Promise<Dialled> {
  const observer = { onPhase: () => undefined, onCertificate: () => undefined };
  return new Promise((resolve) => void dial({ host, port: 1, tls: null }, observer, createSystemTime(), resolve));
}
