/** Remembers the idempotency keys of accepted commands, so that a command sent twice acts once. */
import type { CommandReply } from '#contract';

export interface Idempotency {
  /** Runs `act` unless the key was accepted before or is being acted on; a refused or failed command may be sent again. */
  once(key: string, act: () => CommandReply | Promise<CommandReply>): Promise<CommandReply>;
}

/** @param capacity keys remembered; the oldest is forgotten first */
export function createIdempotency(capacity = 10_000): Idempotency {
  const seen = new Set<string>();
  return {
    async once(key, act) {
      if (seen.has(key)) return { status: 'duplicate' };
      seen.add(key);
      let accepted = false;
      try {
        const reply = await act();
        accepted = reply.status !== 'refused';
        return reply;
      } finally {
        if (!accepted) seen.delete(key);
        const oldest = seen.size > capacity ? seen.values().next().value : undefined;
        if (oldest !== undefined) seen.delete(oldest);
      }
    },
  };
}
