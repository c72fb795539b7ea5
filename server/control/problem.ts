/** Refusals of the internal HTTP door as problem details (RFC 9457). */
import type { ServerResponse } from 'node:http';
import type { z } from 'zod';

export interface Problem {
  status: number;
  title: string;
  detail?: string;
  /** Which part of the body is wrong, e.g. `targetKey`. */
  errors?: { path: string; message: string }[];
  headers?: Record<string, string>;
}

export function problemOfShape(error: z.ZodError): Problem {
  return {
    status: 400,
    title: 'The command is not valid',
    errors: error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  };
}

export function sendProblem(res: ServerResponse, { headers, ...problem }: Problem): void {
  sendJson(
    res,
    problem.status,
    { type: 'about:blank', ...problem },
    { ...headers, 'content-type': 'application/problem+json' },
  );
}

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  res.end(text);
}
