/** The worker as the dashboard sees it: its health, and the door for commands. Node's own fetch, short deadlines. */
import { type Command, type CommandReply, commandReply, type WorkerHealth, workerHealth } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';

const DEADLINE_MS = 5_000;

/** null: it does not answer, or nothing sensible. */
export async function readWorkerHealth(): Promise<WorkerHealth | null> {
  try {
    const response = await fetch(`${env().workerUrl}/healthz`, {
      signal: AbortSignal.timeout(DEADLINE_MS),
      cache: 'no-store',
    });
    return workerHealth.safeParse(await response.json()).data ?? null;
  } catch {
    return null;
  }
}

export type CommandAnswer = { status: number; reply: CommandReply } | null;

/** null: the worker does not answer. */
export async function sendCommand(command: Command): Promise<CommandAnswer> {
  try {
    const response = await fetch(`${env().workerUrl}/control/commands`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(DEADLINE_MS),
      cache: 'no-store',
    });
    const reply = commandReply.safeParse(await response.json());
    return reply.success ? { status: response.status, reply: reply.data } : null;
  } catch {
    return null;
  }
}

/** The key that signs live tickets. */
export function ticketKey(): Uint8Array {
  return Buffer.from(internalKey(env().dataDir).reveal(), 'hex');
}
