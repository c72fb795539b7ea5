/** A tag put on a server: its targets are found by it, and by its cluster's, in every list of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Operation } from '../../app/lib/api/operation';
import { operations } from '../../app/lib/api/registry';
import { type House, openHouse } from './house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

function operation(id: string): Operation {
  const found = operations.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no operation ${id}`);
  return found;
}

const listed = z.object({ items: z.array(z.object({ key: z.string(), tags: z.array(z.string()).optional() })) });
async function list(id: string, query: Record<string, string>) {
  const answer = await house.ask(operation(id), { query });
  return listed.parse(await answer.json()).items;
}

test('targets are found by the tags of their server and its cluster', async () => {
  expect((await list('listTargets', {})).every(({ tags }) => tags?.length === 0)).toBe(true);
  const server = { host: 'fin-a.example.com', account: { username: 'h', password: { secret: 'new', text: 'p' } } };
  const body = {
    ...{ kind: 'finesse', name: 'CC', key: 'cc', tags: ['prod'] },
    servers: { A: { ...server, tags: ['paris'] } },
  };
  const changed = await house.ask(operation('changeConfiguration'), {
    body: { revision: 0, put: [{ kind: 'cluster', key: 'cc', body }] },
  });
  expect([changed.status, await changed.json()]).toMatchObject([200, { revision: 1 }]);

  const tagged = await list('listTargets', { tag: 'paris' });
  expect(tagged.length).toBeGreaterThan(0);
  expect(tagged.every(({ key, tags }) => key.startsWith('cc/a/') && tags?.join() === 'prod,paris')).toBe(true);
  const keys = tagged.map(({ key }) => key);
  expect((await list('listSessions', { tag: 'paris' })).map(({ key }) => key)).toEqual(keys);
  expect((await list('listTargets', { tag: 'prod' })).map(({ key }) => key)).toEqual(keys);
  expect(await list('listTargets', { tag: 'rome' })).toEqual([]);
});
