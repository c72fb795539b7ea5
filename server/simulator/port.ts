/** What the listeners and the service of the simulator see of each other: a listener carries XML, the service gives it meaning. */
import type { Element } from '@xmpp/xml';
import type { TransportKind } from '#contract';

/** Attributes of a stream header, an `<open/>` or a BOSH creation. */
export type StreamAttrs = Readonly<Record<string, string>>;

/** How a stream ends from our side. */
export type EndReason =
  /** In good order: `</stream:stream>`, `<close/>`, BOSH `terminate` without a condition. */
  | { kind: 'closed' }
  /** RFC 6120 §4.9; over BOSH as `remote-stream-error`. */
  | { kind: 'stream-error'; condition: string; text?: string }
  /** XEP-0124 §17.2 over BOSH; a stream error of the same name elsewhere. */
  | { kind: 'terminate'; condition: string }
  /** Without a word: over BOSH the client learns at its next request, elsewhere its connection is gone. */
  | { kind: 'vanished' };

/** Server to client: one connection of a listener, after the faults had their say. */
export interface Carrier {
  readonly transport: TransportKind;
  readonly secure: boolean;
  /** Null where the channel cannot be upgraded. */
  readonly startTls: (() => void) | null;
  /** Answers the client's stream header. */
  open(attrs: StreamAttrs): void;
  /** One complete element, serialised. `what`: stanzas of a bound session may fall victim to a fault. */
  send(xml: string, what?: 'stanza'): void;
  /** The client is going to open the stream anew (RFC 6120 §4.3.3). */
  expectRestart(): void;
  /** Ends the stream and then the connection. */
  end(reason: EndReason): void;
}

/** A client's stream header, `<open/>`, BOSH creation or restart. */
export interface StreamHeader {
  attrs: StreamAttrs;
  /** Namespace of the header element itself. */
  streamNs: string;
  /** Namespace of the stanzas that follow. */
  contentNs: string;
}

/** Client to server: what a listener reports. */
export interface StreamInput {
  /**
   * The client was heard, whatever it said. Over BOSH: whether a request waits from now on or none does any more, also when
   * that is the server's doing.
   */
  heard(held?: boolean): void;
  opened(header: StreamHeader): void;
  element(element: Element): void;
  /** The client ended its stream in good order. */
  ended(): void;
  /** The client's XML broke a rule: a condition of RFC 6120 §4.9.3. */
  broken(condition: string): void;
  /** The connection is gone. */
  gone(): void;
}

/** Takes a new connection in. */
export type Accept = (carrier: Carrier) => StreamInput;

export const ns = {
  client: 'jabber:client',
  stream: 'http://etherx.jabber.org/streams',
  streamErrors: 'urn:ietf:params:xml:ns:xmpp-streams',
  stanzaErrors: 'urn:ietf:params:xml:ns:xmpp-stanzas',
  sasl: 'urn:ietf:params:xml:ns:xmpp-sasl',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
  bind: 'urn:ietf:params:xml:ns:xmpp-bind',
  session: 'urn:ietf:params:xml:ns:xmpp-session',
  framing: 'urn:ietf:params:xml:ns:xmpp-framing',
  httpbind: 'http://jabber.org/protocol/httpbind',
  xbosh: 'urn:xmpp:xbosh',
  ping: 'urn:xmpp:ping',
  roster: 'jabber:iq:roster',
  discoInfo: 'http://jabber.org/protocol/disco#info',
  discoItems: 'http://jabber.org/protocol/disco#items',
} as const;
