/** The words of BOSH (XEP-0124, XEP-0206): what goes out, what comes back, the terms of a session, and what an end means. */
import type { EpochMs, Failure } from '#contract';

/** What we ask for; the connection manager may grant less. */
export const ASKED_WAIT_S = 60;
export const ASKED_HOLD = 1;

export type BoshContent =
  | { kind: 'create' }
  | { kind: 'restart' }
  /** Serialised stanzas; none makes the empty body that the server may hold. */
  | { kind: 'stanzas'; xml: readonly string[] }
  | { kind: 'terminate'; xml: readonly string[] };

/** One `<body/>` to send. Sent again it is the same, byte for byte. */
export interface BoshRequest {
  rid: number;
  /** null: creates the session. */
  sid: string | null;
  /** Highest rid up to which every answer has come, where the server wants to know and the rid alone does not tell. */
  ack: number | null;
  content: BoshContent;
}

/** One `<body/>` that came back, its children opaque. */
export interface BoshReply<P> {
  attrs: Readonly<Record<string, string>>;
  payload: readonly P[];
  /** The condition of a `<stream:error/>` among the children. */
  streamError: { condition: string; text: string | null } | null;
  /** Of `see-other-uri`. */
  uri: string | null;
}

export type BoshFailure = Omit<Failure, 'phase'>;

/** What the server has granted. */
export interface BoshTerms {
  sid: string;
  /** Requests that may be open at once. */
  requests: number;
  waitMs: number;
  /** Shortest time between two empty requests, when the server answers the first with nothing. */
  pollingMs: number;
  /** How long the server keeps a session without any request; null: not told. */
  inactivityMs: number | null;
  acks: boolean;
}

/** Server and client measure the polling interval at different ends of a network. */
const POLLING_MARGIN_MS = 250;
/** Where the server does not say, and would take more. */
const GENTLE_POLLING_MS = { held: 1_000, polled: 5_000 };
const MAX_REQUESTS = 10;

/** XEP-0124 §7.2: the session creation response; null when it has no `sid`. */
export function termsOf(attrs: Readonly<Record<string, string>>): BoshTerms | null {
  if (attrs.sid === undefined || attrs.sid === '') return null;
  const waitS = Math.min(whole(attrs.wait) ?? ASKED_WAIT_S, ASKED_WAIT_S);
  const hold = whole(attrs.hold) ?? ASKED_HOLD;
  const pollingS = whole(attrs.polling);
  const inactivityS = whole(attrs.inactivity);
  // §12: without waiting or holding, the session is polled.
  const gentle = waitS > 0 && hold > 0 ? GENTLE_POLLING_MS.held : GENTLE_POLLING_MS.polled;
  return {
    sid: attrs.sid,
    requests: Math.min(MAX_REQUESTS, Math.max(1, whole(attrs.requests) ?? hold + 1)),
    waitMs: waitS * 1_000,
    pollingMs: pollingS === null ? gentle : pollingS * 1_000 + POLLING_MARGIN_MS,
    inactivityMs: inactivityS === null ? null : inactivityS * 1_000,
    acks: attrs.ack !== undefined,
  };
}

function whole(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** XEP-0124 §17.2. */
const terminalConditions: ReadonlySet<string> = new Set([
  'bad-request',
  'host-gone',
  'host-unknown',
  'improper-addressing',
  'internal-server-error',
  'item-not-found',
  'other-request',
  'policy-violation',
  'remote-connection-failed',
  'remote-stream-error',
  'see-other-uri',
  'system-shutdown',
  'undefined-condition',
]);

/** Why a server ended the session with `type='terminate'`. */
export function failureOfTerminate(reply: Pick<BoshReply<unknown>, 'attrs' | 'streamError' | 'uri'>): BoshFailure {
  const { condition } = reply.attrs;
  if (condition === undefined) return { kind: 'transport', condition: 'closed', text: 'the server ended the session' };
  // XEP-0206 §4: the stream error inside says more than "there was one".
  if (condition === 'remote-stream-error' && reply.streamError !== null) {
    return { kind: 'stream-error', ...reply.streamError };
  }
  if (condition === 'see-other-uri') return { kind: 'bosh', condition, text: reply.uri };
  if (terminalConditions.has(condition)) return { kind: 'bosh', condition, text: null };
  return { kind: 'bosh', condition: 'undefined-condition', text: condition.slice(0, 500) };
}

/** XEP-0124 §17.1: how managers from before version 1.6 end a session. */
const legacyConditions: Readonly<Record<number, string>> = {
  400: 'bad-request',
  403: 'policy-violation',
  404: 'item-not-found',
};

/** @param created false: there is no session yet, and a 404 only says that the URL is wrong */
export function failureOfStatus(status: number, created: boolean): BoshFailure {
  const legacy = created ? legacyConditions[status] : undefined;
  const detail = { status };
  if (legacy !== undefined) return { kind: 'bosh', condition: legacy, text: null, detail };
  return { kind: 'transport', condition: 'http-status', text: null, detail };
}

/** Waits before the first, second, … repetition of a request whose connection broke. */
export const REPEAT_AFTER_MS: readonly number[] = [0, 500, 1_000, 2_000];
/** A request that was held for so long was cut by something impatient in between: its repetitions count from the start. */
export const LONG_HELD_MS = 10_000;
/** Beyond `wait`, for the way and a busy server. */
export const ANSWER_MARGIN_MS = 10_000;

/** By when an answer is overdue. XEP-0124 §7.2: up to `wait` a server is not slow. */
export function overdueAt(sentAt: EpochMs, terms: BoshTerms | null): EpochMs {
  return sentAt + (terms?.waitMs ?? ASKED_WAIT_S * 1_000) + ANSWER_MARGIN_MS;
}
