/** From an open wire to a bound resource: which step comes next, what it makes of each answer, and how long each takes. */
import jid from '@xmpp/jid';
import { createElement, type Element } from '@xmpp/xml';
import type { Time } from '../time/time';
import type { Wire } from '../transport/port';
import { createConnection, type Negotiator, type XmppConnection } from './connection';
import { authCause, type Cause, protocolCause, stanzaErrorCause } from './failure-of';
import { NS } from './namespaces';
import { arrivalOf, nextFeature, type Stage, wantsSession } from './order';
import type { PhaseTimer } from './phases';
import { plainAllowed } from './plain-allowed';
import type { SessionOptions } from './port';
import type { OnReply } from './replies';
import { judgeSuccess, type MechanismName, type SaslCredentials, type SaslExchange } from './sasl/mechanisms';
import { Trouble } from './trouble';

/** The session, as its login sees it. */
export interface LoginHost {
  readonly time: Time;
  readonly phases: PhaseTimer;
  /** False once the session ends: what was awaited meanwhile no longer matters. */
  speaks(): boolean;
  request(iq: Element, onReply: OnReply): void;
  onReply(iq: Element): void;
  onBound(jid: string): void;
  /** We said something that is no request. */
  onSaid(what: Element | string): void;
  onFailed(cause: Cause): void;
}

export class Login implements Negotiator {
  readonly #wire: Wire;
  readonly #options: SessionOptions;
  readonly #host: LoginHost;
  readonly #connection: XmppConnection;
  #stage: Stage = 'wire';
  /** Our stream header is sent, the peer's is due. */
  #headerDue = false;
  #mechanism: MechanismName | null = null;
  #successData = '';
  #wantsSession = false;

  constructor(wire: Wire, options: SessionOptions, host: LoginHost) {
    this.#wire = wire;
    this.#options = options;
    this.#host = host;
    this.#connection = createConnection(wire, options.wire.domain, options.resource, this);
  }

  get mechanism(): MechanismName | null {
    return this.#mechanism;
  }

  /** The wire can carry a stream, or carries one again after STARTTLS. */
  onReady(): void {
    if (this.#stage !== 'wire' && this.#stage !== 'tls') return;
    this.#stage = 'opening';
    this.#headerDue = true;
    if (this.#wire.kind !== 'bosh') this.#beginPhase('features');
    this.#host.onSaid('<open>');
    void this.#connection.open();
  }

  onStreamOpen(): void {
    if (!this.#headerDue) {
      this.#refuse(protocolCause('bad-format', 'a second stream header'));
      return;
    }
    this.#headerDue = false;
    if (this.#stage === 'opening') this.#beginPhase('features');
  }

  onElement(element: Element): void {
    const arrival = arrivalOf(this.#stage, element);
    if (arrival.kind === 'refused') {
      this.#refuse(arrival.cause);
      return;
    }
    // XEP-0206 §5: a restarted BOSH session sends no header again
    if (this.#headerDue && this.#wire.kind !== 'bosh') {
      this.#refuse(protocolCause('bad-format', 'an element before the stream header'));
      return;
    }
    switch (arrival.kind) {
      case 'features':
        this.#onFeatures(element);
        return;
      case 'proceed':
        this.#stage = 'tls';
        this.#wire.startTls();
        return;
      case 'challenge':
        this.#connection.take(element);
        return;
      case 'success':
        this.#stage = 'restarting';
        // RFC 6120 §6.3.10: additional data with success, base64
        this.#successData = Buffer.from(element.getText(), 'base64').toString('utf8');
        this.#connection.take(element);
        return;
      case 'early-stanza':
      case 'stanza':
        this.#host.onReply(element);
        return;
    }
  }

  #onFeatures(features: Element): void {
    const { address } = this.#options.wire;
    const next = nextFeature(features, {
      stage: this.#stage,
      startTlsWanted: address.kind === 'tcp' && address.security === 'starttls' && !this.#wire.secure,
      plainAllowed: plainAllowed(address, this.#wire.secure, this.#options.allowPlainWithoutTls),
    });
    switch (next.take) {
      case 'nothing':
        this.#refuse(next.cause);
        return;
      case 'starttls':
        this.#stage = 'starttls';
        this.#beginPhase('tls');
        break;
      case 'sasl':
        this.#stage = 'choosing';
        this.#mechanism = next.mechanism;
        this.#beginPhase('sasl');
        break;
      case 'bind':
        this.#stage = 'binding';
        this.#wantsSession = wantsSession(features);
    }
    // The stock handlers take whatever they recognise: they are shown only what is next
    features.children = [next.feature];
    this.#connection.take(features);
  }

  async onAuthenticate(
    authenticate: (credentials: SaslCredentials, mechanism: string) => Promise<void>,
  ): Promise<void> {
    const mechanism = this.#mechanism;
    if (mechanism === null) throw new Trouble(authCause('no-mechanism'));
    const { username, password } = this.#options;
    const exchange: SaslExchange = { serverSignature: null, proved: false };
    await authenticate({ username, password: password.reveal(), exchange }, mechanism);
    if (!this.#host.speaks()) throw new Trouble(authCause('aborted'));
    const refusal = judgeSuccess(mechanism, exchange, this.#successData);
    if (refusal !== null) throw new Trouble(refusal);
    // RFC 6120 §6.4.6: the stream starts anew; @xmpp/sasl does so next
    this.#stage = 'reopened';
    this.#headerDue = true;
    this.#host.onSaid('<open>');
    this.#beginPhase('bind');
  }

  onSend(element: Element): void {
    if (element.name === 'auth') this.#stage = 'sasl';
    this.#host.onSaid(element);
  }

  bind(request: Element): Promise<Element> {
    return new Promise((resolve, reject) => {
      this.#host.request(createElement('iq', { type: 'set' }, request), (reply) => {
        const bind = boundIn(reply);
        if (bind instanceof Trouble) reject(bind);
        else resolve(bind);
      });
    });
  }

  onBound(full: string): void {
    if (!this.#wantsSession) {
      this.#bound(full);
      return;
    }
    const iq = createElement('iq', { type: 'set' }, createElement('session', { xmlns: NS.session }));
    this.#host.request(iq, (reply) => {
      if (reply?.attrs.type === 'error') this.#refuse(stanzaErrorCause(reply));
      else if (reply !== null) this.#bound(full);
    });
  }

  #bound(full: string): void {
    this.#stage = 'bound';
    this.#host.onBound(full);
  }

  /** Whatever the stock packages throw that is not ours is the peer's nonsense at this stage. */
  onError(error: unknown): void {
    if (error instanceof Trouble) {
      this.#refuse(error.failure);
      return;
    }
    const inSasl = this.#stage === 'choosing' || this.#stage === 'sasl' || this.#stage === 'restarting';
    this.#refuse(inSasl ? authCause('aborted') : protocolCause('bad-format', ''));
  }

  #refuse(cause: Cause): void {
    this.#host.onFailed(cause);
  }

  #beginPhase(phase: 'features' | 'tls' | 'sasl' | 'bind'): void {
    this.#host.phases.begin(phase, this.#host.time.monoMs());
  }
}

/** RFC 6120 §7.6.1: the `<bind/>` of a result that names a full JID. */
function boundIn(reply: Element | null): Element | Trouble {
  if (reply === null) return new Trouble(protocolCause('bad-format', 'the session ended before it was bound'));
  if (reply.attrs.type === 'error') return new Trouble(stanzaErrorCause(reply));
  const bind = reply.getChild('bind', NS.bind);
  const full = bind?.getChildText('jid') ?? '';
  if (bind === undefined || !isFullJid(full)) {
    return new Trouble(protocolCause('bad-format', 'the answer to the bind request names no full JID'));
  }
  return bind;
}

function isFullJid(text: string): boolean {
  // RFC 7622 §3.1: at most 1023 octets per part
  if (text.length > 3071) return false;
  try {
    const parsed = jid(text);
    return parsed.local !== '' && parsed.resource !== '';
  } catch {
    return false;
  }
}
