/** Refusals of a changed configuration. */
import type { ConfigImported } from '#contract';
import { problem } from '../../../lib/problem';

const ERRORS_TOLD = 50;

export function staleRevision(revision: number): Response {
  return problem({
    ...{ status: 409, title: 'Somebody else changed the configuration' },
    detail: `It is at revision ${revision} by now: read it again, and change that.`,
  });
}

export function refused(errors: { path: string; message: string }[]): Response {
  return problem({ status: 422, title: 'The configuration is refused, and nothing has changed', errors });
}

export function notImported({ missing, problems }: ConfigImported): Response {
  const needed = missing.map((name) => ({
    path: `secrets.${name}`,
    message: 'is needed by the file, and was not given',
  }));
  const wrong = problems.map(({ line, path, message }) => {
    return { path: line === null ? 'yaml' : `yaml:${line}`, message: path === '' ? message : `${path}: ${message}` };
  });
  return problem({
    ...{ status: 422, title: 'The file is not taken over, and nothing has changed' },
    errors: [...needed, ...wrong].slice(0, ERRORS_TOLD),
  });
}
