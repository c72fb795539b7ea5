/** Every example of the description, made: it comes to the status and the shape that it promises. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemDetails } from '#contract';
import { refusalsOf } from '../../app/lib/api/document';
import type { Answer, Example, Operation } from '../../app/lib/api/operation';
import { operations } from '../../app/lib/api/registry';
import { type House, openHouse } from './house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const cases = operations.flatMap((operation) =>
  operation.examples.map((example): [string, Operation, Example] => [
    `${operation.id}: ${example.name}`,
    operation,
    example,
  ]),
);

describe('examples', () => {
  test.each(cases)('%s', async (_, operation, example) => {
    const answer = await house.ask(operation, example);
    expect([answer.status, answer.status >= 400 ? await answer.clone().text() : '']).toEqual([
      example.status,
      example.status >= 400 ? expect.any(String) : '',
    ]);
    if (operation.answers[example.status] === undefined) return expectRefusal(operation, answer);
    await expectShape(operation.answers[example.status], answer);
  });
});

async function expectRefusal(operation: Operation, answer: Response): Promise<void> {
  expect(refusalsOf(operation)).toContain(answer.status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(problemDetails.strict().parse(await answer.json()).status).toBe(answer.status);
}

/** What the schema does not know is not told. */
async function expectShape(promised: Answer | undefined, answer: Response): Promise<void> {
  const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const types = Object.keys(promised?.content ?? {});
  if (types.length === 0) return;
  expect(types).toContain(type);
  const schema = promised?.content[type];
  if (schema === null || schema === undefined) return;
  const text = await answer.text();
  const values: unknown[] =
    type === 'application/x-ndjson'
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
      : [JSON.parse(text)];
  for (const value of values) expect(value).toEqual(schema.parse(value));
}

const listing = operations.filter((o) => o.query !== undefined && 'cursor' in o.query.shape);

test('an answer that is known already is not sent again', async () => {
  const sessions = operations.find((o) => o.id === 'listSessions');
  if (sessions === undefined) throw new Error('there is no list of sessions');
  const first = await house.ask(sessions);
  const etag = first.headers.get('etag') ?? '';
  expect([first.headers.get('cache-control'), etag]).toEqual(['private, no-cache', expect.stringMatching(/^W\/"/)]);
  const again = await house.ask(sessions, { headers: { 'if-none-match': `"other", ${etag}` } });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  expect((await house.ask(sessions, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
});

test('agents are nobody’s to keep', async () => {
  const agents = operations.find((o) => o.id === 'listAgents');
  if (agents === undefined) throw new Error('there is no list of agents');
  expect((await house.ask(agents)).headers.get('cache-control')).toBe('no-store');
});

test('a list is walked from page to page, by what each says of the next', async () => {
  const agents = operations.find((o) => o.id === 'listAgents');
  if (agents === undefined) throw new Error('there is no list of agents');
  const seen: string[] = [];
  let query = 'limit=1';
  for (let pages = 0; pages < 5; pages += 1) {
    const answer = await house.ask(agents, { query });
    const { items, next } = await answer.json();
    seen.push(...items.map((a: { loginId: string }) => a.loginId));
    const link = /^<\?([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1];
    expect(link === undefined).toBe(next === null);
    if (link === undefined) break;
    query = link;
  }
  expect(seen).toEqual(['1001', '1002', '1003']);
});

test('a cursor of one list, or one that was tampered with, opens no other', async () => {
  const agents = operations.find((o) => o.id === 'listAgents');
  const first = agents === undefined ? null : await house.ask(agents, { query: { limit: '1' } });
  const { next } = await (first?.json() ?? { next: '' });
  for (const operation of listing.filter((o) => o.id !== 'listAgents'))
    for (const cursor of [next, `${next}A`, 'AAAA', '%00', '..'])
      expect([operation.id, cursor, (await house.ask(operation, { query: { cursor } })).status]).toEqual([
        operation.id,
        cursor,
        400,
      ]);
});

test('who asks too often has to wait, and is told for how long', async () => {
  const health = operations.find((o) => o.id === 'setUp');
  if (health === undefined) throw new Error('there is no set-up');
  const { rate } = await import('../../app/lib/rates');
  for (let i = 0; i < 120; i += 1) rate(new Request('http://holdfast/'), null);
  const { refusal, headers } = rate(new Request('http://holdfast/'), null);
  expect([refusal?.status, headers]).toEqual([
    429,
    [
      ['ratelimit-policy', '"address";q=120;w=60'],
      ['ratelimit', '"address";r=0;t=1'],
      ['retry-after', '1'],
    ],
  ]);
});
