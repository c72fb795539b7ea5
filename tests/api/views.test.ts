/** The page of the API: every operation and every schema can be shown, and its examples are what one would type. */
import { expect, test } from 'vitest';
import { componentsOf } from '../../app/lib/api/json-schema';
import { operations } from '../../app/lib/api/registry';
import { operationView, schemaView, tagViews } from '../../app/lib/api/views';
import { curlOf, shapeOf, typescriptOf } from '../../components/api-docs/model';

test('nothing of the description is missing on it', () => {
  const listed = tagViews().flatMap((tag) => tag.operations.map((o) => o.id));
  expect(listed.sort()).toEqual(operations.map((o) => o.id).sort());
  expect(listed.filter((id) => operationView(id) === null)).toEqual([]);
  expect(Object.keys(componentsOf()).filter((name) => schemaView(name) === null)).toEqual([]);
  expect([operationView('nothing'), schemaView('Nothing')]).toEqual([null, null]);
});

test('an example is a line for the shell, whatever is in its body', () => {
  const call = { name: '', status: 200, address: '/api/v1/commands', params: {}, body: `{"text":"it's"}` };
  expect(curlOf('POST', call)).toContain(`-d '{"text":"it'\\''s"}'`);
  expect(typescriptOf('POST', call)).toContain("method: 'POST'");
});

test('a type is said in words', () => {
  const said = (shape: ReturnType<typeof shapeOf>) => shape.words.map((w) => w.text).join('');
  expect(
    said(shapeOf({ anyOf: [{ type: 'array', items: { $ref: '#/components/schemas/Incident' } }, { type: 'null' }] })),
  ).toBe('list of Incident or null');
  expect(said(shapeOf({ enum: ['open', 'resolved'] }))).toBe('"open" | "resolved"');
});
