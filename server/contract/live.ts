/** The live protocol: tickets, subscriptions and numbered batches over socket.io on `/live`. */
import { z } from 'zod';
import { recorded } from './events';
import { epochMs, topic } from './identity';
import { recordingState } from './recording';

export const LIVE_PATH = '/live';
/** Handshake `auth`; the ticket is used once and lives 60 s. */
export const liveAuth = z.object({ ticket: z.string().min(1).max(14_000) });
export const LIVE_TICKET_TTL_MS = 60_000;
/** How often an open socket renews its ticket (event `renew` with `liveAuth`, acknowledged with `renewReply`). */
export const LIVE_TICKET_RENEW_MS = 5 * 60_000;

/** Event `subscribe`, acknowledged with `subscribeReply`. */
export const subscribeRequest = z.object({
  topic,
  /** The last seq the page has folded, from its snapshot or its batches. */
  lastSeq: z.number().int().nonnegative(),
  epoch: z.string(),
});
export type SubscribeRequest = z.infer<typeof subscribeRequest>;

/** `ok`: what was missed follows at once as a batch. `resync`: fetch a new snapshot, after a random wait up to `jitterMs`, and subscribe again. */
export const subscribeReply = z.discriminatedUnion('status', [
  z.object({ status: z.literal('ok'), epoch: z.string(), through: z.number().int().nonnegative() }),
  z.object({ status: z.literal('resync'), epoch: z.string(), jitterMs: z.number().int().nonnegative() }),
  z.object({ status: z.literal('denied') }),
  z.object({ status: z.literal('invalid'), message: z.string() }),
]);
export type SubscribeReply = z.infer<typeof subscribeReply>;

/** Event `unsubscribe`. */
export const unsubscribeRequest = z.object({ topic });
export const renewReply = z.object({ status: z.enum(['ok', 'denied']) });

/** Event `batch`, server to browser. `after` is the `through` of this topic's previous batch. */
export const batch = z.object({
  topic,
  epoch: z.string(),
  after: z.number().int().nonnegative(),
  through: z.number().int().nonnegative(),
  events: z.array(recorded),
  /** True: some of it is not recorded yet; when the worker dies before it is, these numbers will be given to other events. */
  ahead: z.boolean().optional(),
});
export type Batch = z.infer<typeof batch>;

/** Event `pulse`, once a second: the page knows that the stream itself is alive. `recordedAt`: the recorder's last commit. */
export const pulse = z.object({
  at: epochMs,
  recordedAt: epochMs.nullable(),
  recording: recordingState.optional(),
});
export type Pulse = z.infer<typeof pulse>;
export const PULSE_INTERVAL_MS = 1_000;
/** After so long without a pulse or batch the page dims its figures and says since when. */
export const STALE_AFTER_MS = 4_000;

export type Verdict = 'fold' | 'known' | 'resync';
/**
 * What a page that has folded everything up to `lastSeq` does with a batch. With `fold`, single events up to `lastSeq` are
 * still skipped, because a snapshot may end in the middle of a batch.
 */
export function judgeBatch(
  page: { lastSeq: number; epoch: string },
  b: Pick<Batch, 'after' | 'through' | 'epoch'>,
): Verdict {
  if (b.epoch !== page.epoch) return 'resync';
  if (b.through <= page.lastSeq) return 'known';
  if (b.after > page.lastSeq) return 'resync';
  return 'fold';
}
