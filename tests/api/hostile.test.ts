/** Requests of nobody who means well, made from the description: each is refused with a problem, none breaks anything or learns anything. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemDetails } from '#contract';
import type { Example, Operation } from '../../app/lib/api/operation';
import { operations } from '../../app/lib/api/registry';
import { internalKey } from '../../server/config/internal-key';
import { bodies, deep, mutated, textsFor } from './hostile-values';
import { type Asked, type House, openHouse, password } from './house';

/** Another one finds other things; the names of failing tests say which it was. */
const SEED = 20_261_120;
const TEXTS = 4;
const SEGMENTS = 12;
const BODIES = 8;

let house: House;
let secrets: readonly string[] = [];
beforeAll(async () => {
  house = await openHouse();
  secrets = [house.folder, internalKey(house.folder).reveal(), password, 'node_modules', 'SQLITE_', 'prisma', '.ts:'];
});
afterAll(() => house.close());

const cases = operations.map((operation): [string, Operation] => [`${operation.id} (seed ${SEED})`, operation]);
const changes = ({ method }: Operation): boolean => method !== 'get';
/** What goes well, or the first of what does not. */
const usual = ({ examples }: Operation): Example =>
  examples.find((e) => e.status < 400) ?? examples[0] ?? { name: '', status: 404 };

/** @returns the status; everything else about it is as it must be */
async function refusedOrFine(operation: Operation, asked: Asked): Promise<number> {
  const answer = await house.ask(operation, asked);
  const text = answer.headers.get('content-type') === 'application/zip' ? '' : await answer.text();
  const said = [operation.id, JSON.stringify(asked).slice(0, 300), answer.status, text.slice(0, 300)];
  expect(answer.status, said.join('\n')).toBeLessThan(500);
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type'), said.join('\n')).toBe('application/problem+json');
    expect(problemDetails.parse(JSON.parse(text)).status).toBe(answer.status);
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\n\s+at |Error:/);
  }
  expect(answer.headers.get('x-injected')).toBeNull();
  expect(answer.headers.get('location') ?? '').not.toMatch(/^(\w+:)?\/\/(?!holdfast)/);
  return answer.status;
}

describe('what is asked in the address', () => {
  const asking = cases.filter(([, o]) => o.query !== undefined);
  test.each(asking)('%s', async (_, operation) => {
    const { params, query = {} } = usual(operation);
    for (const [n, name] of Object.keys(operation.query?.shape ?? {}).entries())
      for (const text of [...textsFor(SEED + n, TEXTS), 'A'.repeat(5_000), '%00']) {
        const others = new URLSearchParams(Object.entries(query).filter(([other]) => other !== name)).toString();
        const search = `${others}&${name}=${text}`;
        const status = await refusedOrFine(operation, { ...(params === undefined ? {} : { params }), query: search });
        const given = Object.fromEntries([...new URLSearchParams(search)].filter(([, value]) => value !== ''));
        // What its schema refuses is refused, and by no other word than that.
        if (operation.query?.safeParse(given).success === false && usual(operation).status < 400)
          expect([name, text, status]).toEqual([name, text, 400]);
      }
  });
});

describe('segments of the address', () => {
  test.each(cases.filter(([, o]) => o.params !== undefined))('%s', async (_, operation) => {
    const example = usual(operation);
    for (const name of Object.keys(operation.params?.shape ?? {}))
      for (const raw of ['%00', 'a%0d%0aX-Injected:%201', '..%2f..%2fetc%2fpasswd', ...textsFor(SEED, SEGMENTS)]) {
        const params = { ...example.params, [name]: decoded(raw) };
        const status = await refusedOrFine(operation, { ...example, params });
        if (operation.params?.safeParse(params).success === false) expect([raw, status >= 400]).toEqual([raw, true]);
      }
  });
});

const decoded = (raw: string): string => {
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
};

describe('what is sent', () => {
  test.each(cases.filter(([, o]) => o.body !== undefined))('%s', async (_, operation) => {
    const example = usual(operation);
    for (const body of bodies) {
      const status = await refusedOrFine(operation, { ...example, body });
      expect([String(body).slice(0, 40), status]).toEqual([String(body).slice(0, 40), status < 400 ? 0 : status]);
    }
    for (const body of operation.examples.flatMap((e) => mutated(e.body, SEED, BODIES)))
      await refusedOrFine(operation, { ...example, body });
    // What is not there takes nothing.
    if (example.status === 404 && operation.params === undefined) return;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])
      expect(await refusedOrFine(operation, { ...example, headers: { 'content-type': type } })).toBe(415);
    const liar = { 'content-length': '3' };
    expect(await refusedOrFine(operation, { ...example, body: bodies[10], headers: liar })).toBe(413);
  });
});

describe('who asks', () => {
  const closed = cases.filter(([, o]) => o.needs !== 'open');
  test.each(closed)('%s: nobody, a forged cookie, a forged key', async (_, operation) => {
    const example = usual(operation);
    const forged = `hfk_${'A'.repeat(43)}`;
    for (const headers of [
      { cookie: '' },
      { cookie: 'holdfast.session_token=forged.signature' },
      { cookie: 'holdfast.session_token=%00%0d%0a' },
      { cookie: '', authorization: `Bearer ${forged}` },
      { cookie: '', authorization: 'Bearer hfk_\u00ff' },
      { cookie: '', authorization: 'Basic YWRhOmFkYQ==' },
    ] as const)
      expect(await refusedOrFine(operation, { ...example, headers })).toBe(401);
  });

  test.each(cases.filter(([, o]) => changes(o)))('%s: a foreign page with the cookie', async (_, operation) => {
    const example = usual(operation);
    for (const headers of [
      { origin: 'https://evil.example', host: 'holdfast' },
      { origin: 'null', host: 'holdfast' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'http://holdfast', host: 'holdfast' },
    ] as const)
      expect(await refusedOrFine(operation, { ...example, headers })).toBe(403);
  });
});

test('a name that comes from outside gets no further in a header than its letters', async () => {
  const { csv } = await import('../../app/lib/csv');
  const named = csv('a"\r\nX-Injected: 1\u202e/../b', ['x'], []);
  expect(named.headers.get('content-disposition')).toBe('attachment; filename="a-X-Injected-1-..-b.csv"');
  expect(named.headers.get('x-injected')).toBeNull();
});

test('what may be any JSON may not be any depth of it', async () => {
  const operation = operations.find((o) => o.id === 'changeConfiguration');
  if (operation === undefined) throw new Error('there is no configuration');
  const body = `{"revision":0,"dryRun":true,"put":[{"kind":"cluster","key":"lab","body":${deep(20_000)}}]}`;
  expect(await refusedOrFine(operation, { body })).toBe(400);
});

test('what is not there is told as a problem, whatever the method', async () => {
  const route = await import('../../app/api/[...missing]/route');
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    const answer = await route[method](new Request('http://holdfast/api/v2/people', { method }));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  }
});

test('nothing of all this is left in the database in the clear', () => {
  const file = readFileSync(join(house.folder, 'holdfast.db'));
  expect(file.includes(password)).toBe(false);
});
