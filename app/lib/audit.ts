/** Who looked at a named agent: told to the worker, which records it (DESIGN §5c). */
import { createHash } from 'node:crypto';
import type { EpochMs } from '#contract';
import { sendCommand } from './worker';

/** A page that stays open and fetches again is one view for this long. */
const ONE_VIEW_MS = 15 * 60_000;

/** Resolves when the worker has taken it; when it does not answer, this process's log keeps the view instead. */
export async function auditView(actor: string, clusterKey: string, loginId: string, at: EpochMs): Promise<void> {
  const which = JSON.stringify([actor, clusterKey, loginId, Math.floor(at / ONE_VIEW_MS)]);
  const idempotencyKey = createHash('sha256').update(which).digest('base64url');
  const answer = await sendCommand({ command: 'view-agent', clusterKey, loginId, actor, idempotencyKey });
  if (answer === null || answer.reply.status === 'refused')
    console.error(JSON.stringify({ msg: 'view of an agent could not be recorded', actor, clusterKey, loginId, at }));
}
