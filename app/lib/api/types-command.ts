/** `npm run api-types -- FILE`: writes TypeScript types of the HTTP API, for programs that use it. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { installedVersion } from '../../../server/config/version';
import { openApiDocument } from './document';

/** The source of a module with `paths`, `operations` and `components`, as `openapi-fetch` takes it. */
export async function clientTypes(): Promise<string> {
  const document = JSON.stringify(openApiDocument({ version: installedVersion(), basePath: '' }));
  return `/** Types of the HTTP API of Holdfast ${installedVersion()}. */\n${astToString(await openapiTS(document))}`;
}

async function main(file: string | undefined): Promise<number> {
  if (file === undefined) {
    process.stderr.write('Usage: npm run api-types -- FILE\n');
    return 2;
  }
  writeFileSync(file, await clientTypes());
  process.stdout.write(`${file}\n`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = await main(process.argv[2]);
