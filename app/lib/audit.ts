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

/** Who had an incident's agents named, or took its bundle away. Resolves when the worker has taken it, or the log has. */
export async function auditExport(
  actor: string,
  incidentId: string,
  { what, names }: { what: 'bundle' | 'names'; names: boolean },
  at: EpochMs,
): Promise<void> {
  // Each bundle counts; a page that fetches its names again is one view.
  const moment = what === 'bundle' ? at : Math.floor(at / ONE_VIEW_MS);
  const which = JSON.stringify([actor, incidentId, what, names, moment]);
  const idempotencyKey = createHash('sha256').update(which).digest('base64url');
  const answer = await sendCommand({ command: 'export-incident', incidentId, what, names, actor, idempotencyKey });
  if (answer === null || answer.reply.status === 'refused')
    console.error(
      JSON.stringify({ msg: 'export of an incident could not be recorded', actor, incidentId, what, names, at }),
    );
}
