/** `POST /control/connection-test`: tries a connection for the dashboard, and tells each step as a line of JSON as it happens. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { type ConnectionTestLine, connectionTestOrder } from '#contract';
import { readJson } from './body';
import { problemOfShape, sendProblem } from './problem';

/** @returns what to wait for, or who tests already */
export type StartTest = (
  order: z.infer<typeof connectionTestOrder>,
  tell: (line: ConnectionTestLine) => void,
  gone: AbortSignal,
) => Promise<void> | 'busy-yourself' | 'busy-together';

/** A certificate of an authority may come along. */
const MAX_BYTES = 128 * 1024;

const busyWords = {
  'busy-yourself': 'A test of yours is still going on. Wait for its end, or stop it.',
  'busy-together': 'Three tests are going on already. Try again in a minute.',
} as const;

/** Whoever hangs up ends the test. */
export async function answerConnectionTest(req: IncomingMessage, res: ServerResponse, start: StartTest): Promise<void> {
  const body = await readJson(req, MAX_BYTES);
  if (!body.ok) return sendProblem(res, body.problem);
  const order = connectionTestOrder.safeParse(body.value);
  if (!order.success) return sendProblem(res, { ...problemOfShape(order.error), title: 'The test is not valid' });
  const gone = new AbortController();
  res.on('close', () => gone.abort());
  const lines: ConnectionTestLine[] = [];
  let headed = false;
  const write = (line: ConnectionTestLine): void => {
    if (headed) res.write(`${JSON.stringify(line)}\n`);
    else lines.push(line);
  };
  const going = start(order.data, write, gone.signal);
  if (typeof going === 'string')
    return sendProblem(res, { status: 409, title: 'Another test is going on', detail: busyWords[going] });
  res.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  headed = true;
  for (const line of lines) write(line);
  try {
    await going;
  } catch {
    write({ line: 'broken', message: 'Holdfast itself failed at this test. Its log says more.' });
  }
  res.end();
}
