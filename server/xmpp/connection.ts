/** @xmpp/client's connection with our wire plugged in: it negotiates features, SASL and binding by the stock packages. */
import { Client } from '@xmpp/client-core/index.js';
import middleware from '@xmpp/middleware/index.js';
import resourceBinding from '@xmpp/resource-binding/index.js';
import sasl from '@xmpp/sasl/index.js';
import streamFeatures from '@xmpp/stream-features/index.js';
import { createElement, type Element } from '@xmpp/xml';
import type { Wire } from '../transport/port';
import { NS } from './namespaces';
import { type SaslCredentials, saslFactory } from './sasl/mechanisms';

/** What the session decides while the stock packages do the talking. */
export interface Negotiator {
  /** `authenticate` settles when the server has said `<success/>`; a rejection ends the session. */
  onAuthenticate(authenticate: (credentials: SaslCredentials, mechanism: string) => Promise<void>): Promise<void>;
  /** Sends the bind request; settles with the `<bind/>` of the answer. */
  bind(request: Element): Promise<Element>;
  onBound(jid: string): void;
  onSend(element: Element): void;
  onError(error: unknown): void;
}

/** Reads nothing by itself: the session hands it the elements that are in order, through `take`. */
export class XmppConnection extends Client {
  readonly #wire: Wire;
  readonly #negotiator: Negotiator;

  constructor(wire: Wire, domain: string, negotiator: Negotiator) {
    super({ domain });
    this.#wire = wire;
    this.#negotiator = negotiator;
    this.on('error', (error: unknown) => negotiator.onError(error));
    this.on('online', (jid: unknown) => negotiator.onBound(String(jid)));
  }

  /** The stock method waits for the header with a timer of its own; deadlines are the session machine's. */
  override async open(): Promise<void> {
    this._status('opening');
    this.#wire.openStream();
  }

  /** RFC 7395 §3.3.3 and XEP-0206 want the namespace on each element, and a TCP stream allows it. */
  override async send(element: Element): Promise<void> {
    element.attrs.xmlns ??= NS.client;
    this.#negotiator.onSend(element);
    this.#wire.send(element.toString());
  }

  take(element: Element): void {
    this._onElement(element);
  }
}

/**
 * The stock negotiation on our wire. Stream management, SASL2, Bind 2 and reconnection are never installed.
 * Replaced: the IQ caller (a 30 s timer per request) by `negotiator.bind`; STARTTLS (it upgrades a stock socket) by the wire's;
 * the IQ callee by answers.ts. Once bound, a session lets all of this go.
 */
export function createConnection(wire: Wire, domain: string, resource: string, negotiator: Negotiator): XmppConnection {
  const connection = new XmppConnection(wire, domain, negotiator);
  const features = streamFeatures({ middleware: middleware({ entity: connection }) });
  // RFC 6120 §5.4.2.1
  features.use('starttls', NS.tls, () => connection.send(createElement('starttls', { xmlns: NS.tls })));
  sasl<SaslCredentials>({ streamFeatures: features, saslFactory }, (auth) => negotiator.onAuthenticate(auth));
  resourceBinding({ streamFeatures: features, iqCaller: { set: (child) => negotiator.bind(child) } }, resource);
  return connection;
}
