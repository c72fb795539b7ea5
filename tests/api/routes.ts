/** The routes that there are below app/api, by folder, and the methods that each takes. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inProject } from '../../server/config/project-root';

export const takenMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

const api = inProject('app', 'api');

export async function routeModule(folder: string): Promise<Record<string, Handler>> {
  return import(/* @vite-ignore */ join(api, folder, 'route.ts'));
}

/** `GET v1/clusters`, in order; what catches the rest is left out. */
export async function routesThere(): Promise<string[]> {
  const folders = readdirSync(api, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('/route.ts') && !file.includes('[...missing]'))
    .map((file) => dirname(file));
  const found = await Promise.all(
    folders.map(async (folder) => {
      const route = await routeModule(folder);
      return takenMethods.filter((m) => m in route).map((m) => `${m} ${folder}`);
    }),
  );
  return found.flat().sort();
}
