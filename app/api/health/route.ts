/** GET: 200 only when dashboard, worker and database answer; else 503 and which of them did not. Open to everybody. */
import { json } from '../../lib/problem';
import { store } from '../../lib/store';
import { readWorkerHealth } from '../../lib/worker';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  const [worker, database] = await Promise.all([readWorkerHealth(), databaseAnswers()]);
  const parts = {
    dashboard: 'ok',
    worker: worker?.status ?? 'failing',
    database: database ? 'ok' : 'failing',
  };
  const failing = Object.entries(parts).flatMap(([name, status]) => (status === 'ok' ? [] : [name]));
  const status = failing.length === 0 ? 'ok' : 'failing';
  const sessions = worker === null ? {} : { sessions: worker.sessions };
  return json(
    { status, ...parts, ...(failing.length === 0 ? {} : { failing }), ...sessions },
    failing.length === 0 ? 200 : 503,
  );
}

async function databaseAnswers(): Promise<boolean> {
  try {
    await (await store()).ping();
    return true;
  } catch {
    return false;
  }
}
