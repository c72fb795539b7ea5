/** What one open socket may see and asks for: each message is checked before it is believed, and answered with a value. */
import type { z } from 'zod';
import {
  type EpochMs,
  liveAuth,
  type renewReply,
  type SubscribeReply,
  subscribeRequest,
  unsubscribeRequest,
} from '#contract';
import { allowsTopic, type TicketClaims, type TicketGate } from './ticket';
import type { Joined, TopicLogs } from './topic-logs';

/** A socket's rights, from its last admitted ticket. */
export interface Visitor {
  actor: string;
  patterns: readonly string[];
  /** The socket is closed when no ticket was renewed by then. */
  validUntil: EpochMs;
  /** Topics that it follows. */
  topics: Set<string>;
  /** Messages since the last pulse. */
  messages: number;
}

/** How many topics one socket may follow, and how many messages it may send between two pulses. */
export const MAX_TOPICS = 500;
export const MAX_MESSAGES = 600;

export function visitorOf(claims: TicketClaims, validUntil: EpochMs): Visitor {
  return { actor: claims.actor, patterns: claims.topics, validUntil, topics: new Set(), messages: 0 };
}

/** The reply to `subscribe`, and what follows it: the missed batch, when the page joins with one. */
export function answerSubscribe(
  visitor: Visitor,
  payload: unknown,
  logs: Pick<TopicLogs, 'join'>,
  page: { epoch: string; jitterMs: number },
): { reply: SubscribeReply; joined: { topic: string; missed: Extract<Joined, { status: 'ok' }>['missed'] } | null } {
  const request = subscribeRequest.safeParse(payload);
  if (!request.success) return { reply: { status: 'invalid', message: messageOf(request.error) }, joined: null };
  const { topic } = request.data;
  if (!allowsTopic(visitor.patterns, topic)) return { reply: { status: 'denied' }, joined: null };
  if (!visitor.topics.has(topic) && visitor.topics.size >= MAX_TOPICS) {
    return { reply: { status: 'invalid', message: `more than ${MAX_TOPICS} topics on one socket` }, joined: null };
  }
  const joined = logs.join(request.data);
  if (joined.status === 'resync') return { reply: { status: 'resync', ...page }, joined: null };
  visitor.topics.add(topic);
  return {
    reply: { status: 'ok', epoch: page.epoch, through: joined.through },
    joined: { topic, missed: joined.missed },
  };
}

/** The topic to leave, or null when the message is none. */
export function answerUnsubscribe(visitor: Visitor, payload: unknown): string | null {
  const request = unsubscribeRequest.safeParse(payload);
  if (!request.success) return null;
  visitor.topics.delete(request.data.topic);
  return request.data.topic;
}

export type Renewal = { reply: z.infer<typeof renewReply>; hangUp: string | null };

/** A new ticket of the same actor prolongs; one that no longer covers what is followed means changed rights, and closes. */
export function answerRenew(
  visitor: Visitor,
  payload: unknown,
  gate: TicketGate,
  validUntil: (claims: TicketClaims) => EpochMs,
): Renewal {
  const auth = liveAuth.safeParse(payload);
  if (!auth.success) return { reply: { status: 'denied' }, hangUp: null };
  const admission = gate.admit(auth.data.ticket);
  if (admission.status === 'refused') return { reply: { status: 'denied' }, hangUp: null };
  const { actor, topics } = admission.claims;
  if (actor !== visitor.actor) return { reply: { status: 'denied' }, hangUp: 'another sign-in' };
  visitor.patterns = topics;
  visitor.validUntil = validUntil(admission.claims);
  const lost = [...visitor.topics].some((t) => !allowsTopic(topics, t));
  return { reply: { status: 'ok' }, hangUp: lost ? 'changed rights' : null };
}

function messageOf(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? 'invalid' : `${issue.path.join('.') || 'request'}: ${issue.message}`;
}
