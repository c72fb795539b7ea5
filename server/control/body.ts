/** Reads a small JSON body and gives up on a large or broken one. */
import type { IncomingMessage } from 'node:http';
import type { Problem } from './problem';

export type JsonBody = { ok: true; value: unknown } | { ok: false; problem: Problem };

/** Resolves once; an aborted request counts as broken. */
export function readJson(req: IncomingMessage, maxBytes: number): Promise<JsonBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else resolve(refusal(413, `The body has more than ${maxBytes} bytes`));
    });
    req.on('end', () => resolve(parsed(Buffer.concat(chunks).toString('utf8'))));
    req.on('error', () => resolve(refusal(400, 'The body broke off')));
    req.on('close', () => resolve(refusal(400, 'The body broke off')));
  });
}

function parsed(text: string): JsonBody {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return refusal(400, 'The body is not JSON');
  }
}

function refusal(status: number, title: string): JsonBody {
  return { ok: false, problem: { status, title } };
}
