/** Reads the body of a request, up to what any of Finesse's requests could need. */
import type { IncomingMessage } from 'node:http';

export const MAX_BODY_BYTES = 65_536;

export type Body = { kind: 'text'; text: string } | { kind: 'too-large' } | { kind: 'gone' };

/** Resolves as soon as it is clear: a body without end is not read to its end. */
export function readBody(req: IncomingMessage): Promise<Body> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    req.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) return void chunks.push(chunk);
      chunks.length = 0;
      req.pause();
      resolve({ kind: 'too-large' });
    });
    req.once('end', () => resolve({ kind: 'text', text: Buffer.concat(chunks).toString('utf8') }));
    req.once('error', () => resolve({ kind: 'gone' }));
    req.once('close', () => resolve({ kind: 'gone' }));
  });
}
