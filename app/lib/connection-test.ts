/** Has the worker try a connection, and passes on what it tells, as it tells it. */
import type { ConnectionTest } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';
import { problem } from './problem';

/** @param by who asks: nobody tests twice at once @param gone when the browser hangs up, so does the test */
export async function openConnectionTest(by: string, test: ConnectionTest, gone: AbortSignal): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(`${env().workerUrl}/control/connection-test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ by, test }),
      signal: gone,
      cache: 'no-store',
    });
  } catch {
    return problem({ status: 503, title: 'The worker does not answer', detail: 'Try again in a moment.' });
  }
  const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
  const type = answer.headers.get('content-type') ?? 'application/problem+json';
  return new Response(answer.body, { status: answer.status, headers: { ...headers, 'content-type': type } });
}
