/** What the front door answers while the process behind it is starting: a page that tries again by itself, or JSON for programs. */
import { createHash } from 'node:crypto';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const RETRY_AFTER_S = 2;

/** For whoever restarts what hangs: the front door turns. Whether all is well says `/api/health`. */
export const aliveAnswer: Answer = {
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify({ status: 'alive' }),
};

/** @param accept the request's Accept header */
export function waitingAnswer(part: 'dashboard' | 'worker', accept: string | undefined): Answer {
  const forPeople = part === 'dashboard' && (accept ?? '').includes('text/html');
  return {
    status: 503,
    headers: {
      'content-type': forPeople ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'retry-after': String(RETRY_AFTER_S),
      'cache-control': 'no-store',
      ...(forPeople ? { 'content-security-policy': pagePolicy } : {}),
    },
    body: forPeople ? page : JSON.stringify({ status: 'starting', waitingFor: part }),
  };
}

const style =
  'body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; text-align: center }';
const pagePolicy = [
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_AFTER_S}">
<meta name="color-scheme" content="light dark">
<title>Holdfast is starting</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Holdfast is starting</h1>
<p>Sessions are being measured all the while. This page opens by itself in a moment.</p>
</main>
</body>
</html>
`;
