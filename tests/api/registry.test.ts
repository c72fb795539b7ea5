/** The description of the API: whole, valid, and of what there is. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../app/lib/api/document';
import { operations } from '../../app/lib/api/registry';
import { routesThere } from './routes';

const document = openApiDocument({ version: '1.2.3', basePath: '/holdfast' });

test('every route has its operation, and every operation its route', async () => {
  const described = operations.map((o) => `${o.method.toUpperCase()} ${o.route}`);
  expect(described.sort()).toEqual(await routesThere());
  expect(new Set(operations.map((o) => o.id)).size).toBe(operations.length);
});

test('every operation says when it goes well, and shows how', () => {
  const bare = operations.filter((o) => o.examples.length === 0 || o.summary === '');
  expect(bare.map((o) => o.id)).toEqual([]);
});

test('it is OpenAPI 3.1, by a validator that is not ours', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect([valid, errors ?? []]).toEqual([true, []]);
  expect(validator.version).toBe('3.1');
});

test('whatever it refers to is there', () => {
  const text = JSON.stringify(document);
  const refs = new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref = '']) => ref));
  const missing = [...refs].filter((ref) => {
    const found = ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>((at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : null), document);
    return found === undefined || found === null;
  });
  expect(missing).toEqual([]);
});
