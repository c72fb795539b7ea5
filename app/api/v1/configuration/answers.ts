/** Refusals of a changed configuration. */
import type { z } from 'zod';
import { problem } from '../../../lib/problem';

/** Never with a value of it, which may be a secret. */
export function badBody(error: z.ZodError): Response {
  const errors = error.issues.map((i) => ({ path: i.path.join('.'), message: i.message }));
  return problem({ status: 400, title: 'The change is not valid', errors });
}

export function staleRevision(revision: number): Response {
  return problem({
    ...{ status: 409, title: 'Somebody else changed the configuration' },
    detail: `It is at revision ${revision} by now: read it again, and change that.`,
  });
}

export function refused(errors: { path: string; message: string }[]): Response {
  return problem({ status: 422, title: 'The configuration is refused, and nothing has changed', errors });
}
