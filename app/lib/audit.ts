/** Who looked at a named agent, or took an incident away: told to the worker, which records it (DESIGN §5c), and to the audit log. */
import { createHash } from 'node:crypto';
import { headers } from 'next/headers';
import type { EpochMs } from '#contract';
import { auditOnce } from './audit-log';
import { sendCommand } from './worker';

/** A page that stays open and fetches again is one view for this long. */
const ONE_VIEW_MS = 15 * 60_000;

/** Resolves when the worker has taken it; when it does not answer, this process's log keeps the view instead. */
export async function auditView(actor: string, clusterKey: string, loginId: string, at: EpochMs): Promise<void> {
  const idempotencyKey = markOf([actor, clusterKey, loginId, Math.floor(at / ONE_VIEW_MS)]);
  const answer = await sendCommand({ command: 'view-agent', clusterKey, loginId, actor, idempotencyKey });
  if (answer === null || answer.reply.status === 'refused')
    console.error(JSON.stringify({ msg: 'view of an agent could not be recorded', actor, clusterKey, loginId, at }));
  const seen = { action: 'view-agent', subject: `${clusterKey}/${loginId}`, detail: { clusterKey, loginId } };
  await auditOnce(await headersOfThis(), idempotencyKey, { actor, ...seen });
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
  const idempotencyKey = markOf([actor, incidentId, what, names, moment]);
  const answer = await sendCommand({ command: 'export-incident', incidentId, what, names, actor, idempotencyKey });
  if (answer === null || answer.reply.status === 'refused')
    console.error(
      JSON.stringify({ msg: 'export of an incident could not be recorded', actor, incidentId, what, names, at }),
    );
  const taken = { action: 'export-incident', subject: incidentId, detail: { what, names } };
  await auditOnce(await headersOfThis(), idempotencyKey, { actor, ...taken });
}

function markOf(which: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(which)).digest('base64url');
}

/** Of the request that is being answered, by a page or a route. */
async function headersOfThis(): Promise<Headers> {
  try {
    return new Headers(await headers());
  } catch {
    return new Headers();
  }
}
