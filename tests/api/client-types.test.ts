/** Types for programs that use the API are made from its description, and a program that uses them compiles. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { clientTypes } from '../../app/lib/api/types-command';
import { inProject } from '../../server/config/project-root';
import { tempFolder } from '../support/temp-database';

/** A small client over `fetch`: paths, parameters, bodies and answers are those of the description. */
const client = `
import type { components, paths } from './holdfast';

type Gets = { [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer A } } } } } ? A : never };
type QueryOf<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

async function get<P extends keyof paths>(path: P, query?: QueryOf<P>): Promise<Gets[P]> {
  const answer = await fetch(\`https://holdfast.example\${path}?\${new URLSearchParams(Object.entries(query ?? {}))}\`);
  return answer.json() as Promise<Gets[P]>;
}

export async function offline(): Promise<string[]> {
  const { items, next } = await get('/api/v1/sessions', { phase: 'backoff', limit: 100 });
  const more: string | null = next;
  const sessions: components['schemas']['SessionNow'][] = items;
  return [...sessions.map((s) => s.key), more ?? ''];
}

export async function openIncidents(): Promise<number> {
  const page = await get('/api/v1/incidents', { status: 'open', limit: 500 });
  return page.incidents.filter((i) => i.severity === 'page').length;
}

type Wish = NonNullable<paths['/api/v1/commands']['post']['requestBody']>['content']['application/json'];
export const pause: Wish = { command: 'pause-target', targetKey: 'cc/a/tcp', idempotencyKey: 'some-key' };
`;

const wrong = `
import type { paths } from './holdfast';
export const query: NonNullable<paths['/api/v1/sessions']['get']['parameters']['query']> = { phase: 'asleep' };
`;

test('they compile under strict rules, and refuse what the API would refuse', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'holdfast.ts'), await clientTypes());
  writeFileSync(join(folder, 'client.ts'), client);
  writeFileSync(join(folder, 'wrong.ts'), wrong);
  const program = ts.createProgram([join(folder, 'client.ts'), join(folder, 'wrong.ts')], {
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmit: true, types: [] },
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] },
    ...{ moduleResolution: ts.ModuleResolutionKind.Bundler, skipLibCheck: true, baseUrl: inProject() },
  });
  const found = ts.getPreEmitDiagnostics(program).map((d) => ({
    in: d.file?.fileName.split('/').at(-1),
    says: ts.flattenDiagnosticMessageText(d.messageText, ' '),
  }));
  expect(found.filter((d) => d.in !== 'wrong.ts')).toEqual([]);
  expect(found.map((d) => d.says)).toMatchObject([expect.stringContaining('"asleep"')]);
});
