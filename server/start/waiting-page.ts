/** What the front door answers while the process behind it is starting: a page that tries again by itself, or JSON for programs. */

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const RETRY_AFTER_S = 2;

/** @param accept the request's Accept header */
export function waitingAnswer(part: 'dashboard' | 'worker', accept: string | undefined): Answer {
  const forPeople = part === 'dashboard' && (accept ?? '').includes('text/html');
  return {
    status: 503,
    headers: {
      'content-type': forPeople ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'retry-after': String(RETRY_AFTER_S),
      'cache-control': 'no-store',
    },
    body: forPeople ? page : JSON.stringify({ status: 'starting', waitingFor: part }),
  };
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="${RETRY_AFTER_S}">
<meta name="color-scheme" content="light dark">
<title>Holdfast is starting</title>
<style>body { font: 1rem/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; text-align: center }</style>
</head>
<body>
<main>
<h1>Holdfast is starting</h1>
<p>Sessions are being measured all the while. This page opens by itself in a moment.</p>
</main>
</body>
</html>
`;
