/** The worker as the dashboard sees it: its health, and the door for commands. Node's own fetch, short deadlines. */
import type { z } from 'zod';
import { type Command, type CommandReply, commandReply, reloadReply, type WorkerHealth, workerHealth } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';

const DEADLINE_MS = 5_000;
/** A channel is given 15 s to take a message, also one that only tests it. */
const TEST_DEADLINE_MS = 20_000;

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
      signal: AbortSignal.timeout(command.command === 'test-channel' ? TEST_DEADLINE_MS : DEADLINE_MS),
      cache: 'no-store',
    });
    const reply = commandReply.safeParse(await response.json());
    return reply.success ? { status: response.status, reply: reply.data } : null;
  } catch {
    return null;
  }
}

/** What the worker holds in memory; null: it does not answer, or nothing sensible. */
export async function askWorker<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  try {
    const response = await fetch(`${env().workerUrl}${path}`, {
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
      cache: 'no-store',
    });
    return schema.safeParse(await response.json()).data ?? null;
  } catch {
    return null;
  }
}

const NOT_RELOADED = 'The worker did not answer. It takes up what is saved when it starts again.';

/** What was changed is put in force, all of it or nothing. @returns null, or why it is not, in a sentence */
export async function reloadWorker(actor: string): Promise<string | null> {
  try {
    const response = await fetch(`${env().workerUrl}/control/reload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ actor }),
      signal: AbortSignal.timeout(TEST_DEADLINE_MS),
      cache: 'no-store',
    });
    const reply = reloadReply.safeParse(await response.json());
    return reply.success ? reply.data.problem : NOT_RELOADED;
  } catch {
    return NOT_RELOADED;
  }
}

/** Closes the live sockets of whoever lost rights; a worker that does not answer closes them when their tickets run out. */
export async function revokeLive(viewerId: string): Promise<void> {
  try {
    await fetch(`${env().workerUrl}/control/revoke`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ visitor: viewerId }),
      signal: AbortSignal.timeout(DEADLINE_MS),
      cache: 'no-store',
    });
  } catch {
    console.error(JSON.stringify({ msg: 'live sockets could not be closed at once', viewerId }));
  }
}

/** The key that signs live tickets. */
export function ticketKey(): Uint8Array {
  return Buffer.from(internalKey(env().dataDir).reveal(), 'hex');
}
