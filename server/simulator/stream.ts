/** One stream on the server's side: header, STARTTLS, SASL, binding, and every rule whose breach ends the stream. */
import { Element } from '@xmpp/xml';
import { type Carrier, type EndReason, ns, type StreamHeader, type StreamInput } from './port';
import { beginSasl, type Credentials, decodeSasl, type Mechanism, type SaslExchange, type SaslStep } from './sasl';
import type { BoundSession } from './session';
import { attr, errorReply, featuresXml, parseJid, resultOf, serialise } from './stanza';

/** What a stream needs of the service it belongs to. */
export interface StreamHost {
  readonly domain: string;
  /** Whether a plain channel must be upgraded before signing in. */
  readonly requireTls: boolean;
  readonly mechanisms: readonly Mechanism[];
  credentials(username: string): Credentials | null;
  /** Faults: every sign-in is refused for now. */
  refusesSignIn(): boolean;
  newId(): string;
  bind(username: string, resource: string, carrier: Carrier): BoundSession | null;
}

type State =
  | { at: 'opening' }
  | { at: 'negotiating'; exchange: SaslExchange | null; refusals: number }
  | { at: 'upgrading' }
  | { at: 'restarting'; username: string }
  | { at: 'authenticated'; username: string }
  | { at: 'bound'; session: BoundSession }
  | { at: 'closed' };
type Negotiating = Extract<State, { at: 'negotiating' }>;

// RFC 6120 §6.4.5: between 2 and 5 retries
const MAX_REFUSALS = 4;

export class ServerStream implements StreamInput {
  private state: State = { at: 'opening' };
  /** Whether our header of the present stream has been sent. */
  private greeted = false;
  private upgraded = false;

  constructor(
    private readonly carrier: Carrier,
    private readonly host: StreamHost,
  ) {}

  heard(held?: boolean): void {
    if (this.state.at === 'bound') this.state.session.heard(held);
  }

  opened(header: StreamHeader) {
    if (this.state.at === 'closed') return;
    if (header.streamNs !== ns.stream || header.contentNs !== ns.client) return this.fail('invalid-namespace');
    const { to, version } = header.attrs;
    // RFC 6120 §4.7.2: `to` is required of a client; §4.9.3.6
    if (to === undefined || to.toLowerCase() !== this.host.domain) return this.fail('host-unknown');
    // RFC 6120 §4.7.5: a header without a version is of a time before SASL
    if (version === undefined || !/^[1-9]\d*\.\d+$/.test(version)) return this.fail('unsupported-version');
    const before = this.state;
    if (before.at === 'opening' || before.at === 'upgrading') {
      this.state = { at: 'negotiating', exchange: null, refusals: 0 };
    } else if (before.at === 'restarting') {
      this.state = { at: 'authenticated', username: before.username };
    } else {
      return this.fail('bad-format', 'the stream is already open');
    }
    this.greet();
    this.sendFeatures();
  }

  element(el: Element) {
    switch (this.state.at) {
      case 'closed':
        return;
      case 'opening':
      case 'upgrading':
      case 'restarting':
        return this.fail('bad-format', 'a stream header was expected');
      case 'negotiating':
        return this.negotiate(el, this.state);
      case 'authenticated':
        return this.bind(el, this.state.username);
      case 'bound':
        return this.receive(el, this.state.session);
    }
  }

  ended(): void {
    this.finish({ kind: 'closed' }, true);
  }

  broken(condition: string): void {
    if (this.state.at !== 'closed') this.fail(condition);
  }

  gone(): void {
    this.leave(false);
  }

  /** The time to sign in is over. */
  expire(): void {
    if (this.state.at !== 'bound' && this.state.at !== 'closed') this.fail('connection-timeout');
  }

  /** Ends the stream from our side. */
  end(reason: EndReason): void {
    this.finish(reason, false);
  }

  private finish(reason: EndReason, clean: boolean): void {
    if (this.state.at === 'closed') return;
    this.leave(clean);
    this.carrier.end(reason);
  }

  private leave(clean: boolean): void {
    const before = this.state;
    this.state = { at: 'closed' };
    if (before.at === 'bound') before.session.leave(clean);
  }

  private fail(condition: string, text?: string): void {
    // RFC 6120 §4.9.1.2: an error about the header comes after our own header
    if (!this.greeted) this.greet();
    this.end(text === undefined ? { kind: 'stream-error', condition } : { kind: 'stream-error', condition, text });
  }

  private greet(): void {
    this.greeted = true;
    this.carrier.open({ from: this.host.domain, id: this.host.newId(), version: '1.0', 'xml:lang': 'en' });
  }

  private offersTls(): boolean {
    return !this.carrier.secure && !this.upgraded && this.carrier.startTls !== null;
  }

  private sendFeatures(): void {
    const bind = this.state.at === 'authenticated';
    const tls = bind || !this.offersTls() ? 'no' : this.host.requireTls ? 'required' : 'optional';
    // RFC 6120 §5.3.1: with TLS required nothing else is offered before it
    const mechanisms = bind || tls === 'required' ? [] : this.host.mechanisms;
    this.carrier.send(featuresXml({ startTls: tls, mechanisms, bind }));
  }

  private negotiate(el: Element, now: Negotiating) {
    const space = el.getNS();
    if (space === ns.tls && el.getName() === 'starttls') return this.startTls();
    if (space === ns.sasl) {
      if (el.getName() === 'auth') return this.authenticate(el, now.refusals);
      if (el.getName() === 'response' && now.exchange !== null) return this.answer(el, now.exchange, now.refusals);
      return this.refuse(el.getName() === 'abort' ? 'aborted' : 'malformed-request', now.refusals);
    }
    // RFC 6120 §4.9.3.12: stanzas before authentication
    this.fail(isStanza(el) ? 'not-authorized' : 'unsupported-stanza-type');
  }

  private startTls() {
    const upgrade = this.carrier.startTls;
    if (upgrade === null || !this.offersTls()) {
      this.carrier.send(new Element('failure', { xmlns: ns.tls }).toString());
      return this.end({ kind: 'closed' });
    }
    this.state = { at: 'upgrading' };
    this.carrier.send(new Element('proceed', { xmlns: ns.tls }).toString());
    upgrade();
    this.upgraded = true;
    this.greeted = false;
  }

  private authenticate(el: Element, refusals: number) {
    if (this.host.requireTls && this.offersTls()) return this.refuse('encryption-required', refusals);
    const mechanism = this.host.mechanisms.find((name) => name === attr(el, 'mechanism'));
    const exchange = beginSasl(mechanism ?? '', (username) => this.host.credentials(username));
    if (exchange === null) return this.refuse('invalid-mechanism', refusals);
    this.state = { at: 'negotiating', exchange, refusals };
    // RFC 6120 §6.4.2: without an initial response the server asks for it with an empty challenge
    if (el.getText().trim() === '') return this.nonza('challenge');
    this.answer(el, exchange, refusals);
  }

  private answer(el: Element, exchange: SaslExchange, refusals: number) {
    const response = decodeSasl(el.getText());
    if (response === null) return this.refuse('incorrect-encoding', refusals);
    this.conclude(exchange.next(response), refusals);
  }

  private conclude(step: SaslStep, refusals: number) {
    switch (step.kind) {
      case 'challenge':
        return this.nonza('challenge', step.data);
      case 'failure':
        return this.refuse(step.condition, refusals);
      case 'success':
        if (this.host.refusesSignIn()) return this.refuse('not-authorized', refusals);
        this.state = { at: 'restarting', username: step.username };
        this.greeted = false;
        this.nonza('success', step.data ?? undefined);
        return this.carrier.expectRestart();
    }
  }

  private nonza(name: string, data?: string): void {
    const el = new Element(name, { xmlns: ns.sasl });
    if (data !== undefined) el.t(Buffer.from(data).toString('base64'));
    this.carrier.send(el.toString());
  }

  private refuse(condition: string, refusals: number): void {
    const el = new Element('failure', { xmlns: ns.sasl });
    el.c(condition);
    this.carrier.send(el.toString());
    this.state = { at: 'negotiating', exchange: null, refusals: refusals + 1 };
    if (refusals + 1 > MAX_REFUSALS) this.fail('policy-violation', 'too many refused sign-ins');
  }

  private bind(el: Element, username: string) {
    const request = el.getName() === 'iq' && attr(el, 'type') === 'set' ? el.getChild('bind', ns.bind) : undefined;
    // RFC 6120 §7.1: nothing but binding before binding
    if (request === undefined) return this.fail(isStanza(el) ? 'not-authorized' : 'unsupported-stanza-type');
    const resource = request.getChildText('resource', ns.bind)?.trim() || this.host.newId();
    const valid = attr(el, 'id') !== undefined && parseJid(`${username}@${this.host.domain}/${resource}`) !== null;
    if (!valid) return this.reply(errorReply(el, 'bad-request'));
    const session = this.host.bind(username, resource, { ...this.carrier, end: (reason) => this.end(reason) });
    if (session === null) return this.fail('not-authorized');
    this.state = { at: 'bound', session };
    const payload = new Element('bind', { xmlns: ns.bind });
    payload.c('jid').t(session.jid);
    this.reply(resultOf(el, payload));
  }

  private reply(el: Element | null): void {
    if (el !== null) this.carrier.send(serialise(el));
  }

  private receive(el: Element, session: BoundSession) {
    if (!isStanza(el)) return this.fail('unsupported-stanza-type');
    const from = attr(el, 'from');
    // RFC 6120 §8.1.2.1: a client may only speak for itself
    if (from !== undefined && from !== session.jid && from !== session.bareJid) return this.fail('invalid-from');
    session.receive(el);
  }
}

function isStanza(el: Element): boolean {
  const name = el.getName();
  return (name === 'iq' || name === 'message' || name === 'presence') && el.getNS() === ns.client;
}
