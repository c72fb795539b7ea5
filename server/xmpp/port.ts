/** What the monitor sees of one XMPP session over one transport. */
import type { Element } from '@xmpp/xml';
import type { CertificateFacts, Failure, PhaseSpan, TranscriptLine } from '#contract';
import type { Time } from '../time/time';
import type { WireOptions } from '../transport/port';

/** A string that prints as `***`; `reveal()` is the only way to its value. Made by config/secret.ts. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

export interface SessionOptions {
  wire: WireOptions;
  username: string;
  password: Secret;
  resource: string;
  /** PLAIN without TLS off loopback, allowed in plain words by the configuration (`allowPlainWithoutTls: true`). */
  allowPlainWithoutTls: boolean;
}

export interface SessionHandlers {
  /** Bound, present, and the first ping answered. */
  onOnline(facts: { jid: string; firstPing: { id: string; rttMs: number } }): void;
  /** An answer to `ping(id)`: a result, or any IQ error, which proves life as well. RTT from write to read, by IQ id, monotonic. */
  onPong(id: string, rttMs: number): void;
  /** Stanzas that the session itself does not consume (messages, presence, other IQs). */
  onStanza(stanza: Element): void;
  /** The peer's certificate on this connection. */
  onCertificate(certificate: CertificateFacts): void;
  /** The session has ended; exactly once, nothing follows. null: by our own `close` or `destroy`. */
  onClosed(failure: Failure | null): void;
}

/** What is known of the attempt to connect at any moment, also after its failure. */
export interface ConnectFacts {
  /** In the order in which they began; one that is going on is told up to now, or up to the end of the session. */
  phases: PhaseSpan[];
  /** The phase that is going on: where a time-out would have died. null once online. */
  current: PhaseSpan['phase'] | null;
  mechanism: string | null;
  tlsProtocol: string | null;
  certificate: CertificateFacts | null;
  jid: string | null;
}

/** One session. It is created connecting; methods do nothing after `onClosed`. */
export interface Session {
  facts(): ConnectFacts;
  /** What was said while connecting, without secrets; null once online. */
  transcript(): { lines: TranscriptLine[]; leftOut: number } | null;
  /** Sends a XEP-0199 ping to the domain with this IQ id. */
  ping(id: string): void;
  /** Sends a stanza and forgets it. */
  send(stanza: Element): void;
  /** Sends an IQ and calls back with the reply, or null when the session ends first. The caller owns the deadline. */
  request(iq: Element, onReply: (reply: Element | null) => void): void;
  /** Unavailable presence is sent, the stream closed in good order; `onClosed(null)` follows within a second or so. */
  close(): void;
  /** Gone at once, for sessions that no longer answer; `onClosed(null)` is synchronous. */
  destroy(): void;
}

/** `time` gives ids, RTTs and phase times; it sets no deadlines here: those belong to the session machine. */
export type OpenSession = (options: SessionOptions, handlers: SessionHandlers, time: Time) => Session;
