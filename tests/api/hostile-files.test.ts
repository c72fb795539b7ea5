/** Files that somebody sends: bombs, tags, paths and deep nesting end as a refusal that names a place, and nothing has changed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations } from '../../app/lib/api/registry';
import { type House, openHouse } from './house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const operationOf = (id: string) => {
  const found = operations.find((o) => o.id === id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};

async function imported(yaml: string, dryRun = false): Promise<{ status: number; text: string }> {
  const answer = await house.ask(operationOf('importConfiguration'), { body: { revision: 0, yaml, dryRun } });
  return { status: answer.status, text: await answer.text() };
}

const laughs = Array.from({ length: 20 }, (_, i) =>
  i === 0 ? 'a0: &a0 [x]' : `a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`,
).join('\n');

const node = (more: string): string =>
  `clusters:\n  - name: Lab\n    kind: xmpp\n    nodes:\n      - name: a\n        domain: lab.example\n        account: { username: h, password: x }\n        transports: { tcp: { host: h, port: 5222, security: starttls } }\n${more}`;

const files: readonly (readonly [string, string])[] = [
  ['a bomb of aliases', laughs],
  ['an alias of itself', 'clusters: &c [*c]'],
  ['an alias of nothing', 'clusters: *nobody'],
  ['a merge of everything', 'x: &x { a: 1 }\nclusters: [{ <<: *x }]'],
  ['a tag that makes things', 'clusters: !!js/function "function () { return 1 }"'],
  ['a tag of another language', 'clusters: !!python/object/apply:os.system ["id"]'],
  ['a tag of nobody', 'clusters: !include ../../../etc/passwd'],
  ['nesting without an end', `clusters: ${'['.repeat(5_000)}`],
  ['nesting with one', `clusters: ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['several files in one', 'clusters: []\n---\nclusters: []'],
  ['the same key twice', 'clusters: []\nclusters: []'],
  ['a key of the language', '__proto__: { polluted: true }'],
  ['control characters', 'clusters: "\u0007\u001b[2J"'],
  ['bytes of something else', '\u0089PNG\r\n\u001a\n'],
  ['no mapping', '- a\n- b'],
  ['nothing but text', 'x'.repeat(100_000)],
  ['a path out of the folder', node('        tls: { ca: ../../../../../../etc/passwd }\n')],
  ['a path into the data', node('        tls: { ca: ./internal-key }\n')],
];

test.each(files)('%s', async (_, yaml) => {
  const { status, text } = await imported(yaml);
  expect([status, text]).toEqual([expect.toSatisfy((s: number) => s === 422 || s === 400), expect.any(String)]);
  expect(text).not.toMatch(/root:x|\bat .*\.ts|node_modules/);
  expect(text.length).toBeLessThan(20_000);
  expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted');
});

test('afterwards it is as it was', async () => {
  const kept = await (await house.ask(operationOf('getConfiguration'))).json();
  expect([kept.revision, kept.items]).toEqual([0, []]);
});

test('a file of this machine is not shown by naming it', async () => {
  writeFileSync(join(house.folder, 'planted.pem'), 'planted-secret-of-a-file');
  const { text } = await imported(node(`        tls: { ca: ${join(house.folder, 'planted.pem')} }\n`), true);
  expect(text).not.toContain('planted-secret');
});
