/** One XMPP session over one wire: logs in, pings, answers pings, and ends exactly once, with a failure or by our wish. */
import { type Element, escapeXML } from '@xmpp/xml';
import type { CertificateFacts, Failure } from '#contract';
import { threeDecimals } from '../time/three-decimals';
import type { Time } from '../time/time';
import { openWire } from '../transport/open';
import type { OpenWire, Wire, WireFailure, WireHandlers, WirePhase } from '../transport/port';
import { answerTo } from './answers';
import { type Cause, protocolCause, wireFailure } from './failure-of';
import { Login, type LoginHost } from './login';
import { NS } from './namespaces';
import { arrivalOf, isStanza } from './order';
import { PhaseTimer } from './phases';
import type { ConnectFacts, OpenSession, Session, SessionHandlers, SessionOptions } from './port';
import { type OnReply, Replies } from './replies';
import { addressWords, endWords, Transcript } from './transcript';

/** @param openWire the transport, chosen by the address in the options */
export function createOpenSession(openWire: OpenWire): OpenSession {
  return (options, handlers, time) => {
    const session = new XmppSession(options, handlers, time);
    session.connect(openWire);
    return session;
  };
}

class XmppSession implements Session, WireHandlers, LoginHost {
  readonly time: Time;
  readonly phases: PhaseTimer;
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  readonly #replies = new Replies();
  #wire: Wire | null = null;
  /** Null once bound: what only a login needs is let go. */
  #login: Login | null = null;
  /** Null once online. */
  #transcript: Transcript | null;
  #firstPing: string | null = null;
  #closing = false;
  #ended = false;
  #mechanism: string | null = null;
  #tlsProtocol: string | null = null;
  #certificate: CertificateFacts | null = null;
  #jid: string | null = null;

  constructor(options: SessionOptions, handlers: SessionHandlers, time: Time) {
    this.time = time;
    this.phases = new PhaseTimer(time.monoMs());
    this.#options = options;
    this.#handlers = handlers;
    this.#transcript = new Transcript(time.monoMs());
    this.#transcript.note(addressWords(options.wire.address), time.monoMs());
  }

  connect(openWire: OpenWire): void {
    // Itself as the handlers: six closures per session would cost half a kilobyte
    this.#wire = openWire(this.#options.wire, this, this.time);
    this.#login = new Login(this.#wire, this.#options, this);
  }

  // ---- what the monitor asks -----------------------------------------------------------------------------------------

  facts(): ConnectFacts {
    return {
      phases: this.phases.spans(this.time.monoMs()),
      current: this.phases.current,
      mechanism: this.#mechanism ?? this.#login?.mechanism ?? null,
      tlsProtocol: this.#tlsProtocol,
      certificate: this.#certificate,
      jid: this.#jid,
    };
  }

  transcript(): ReturnType<Session['transcript']> {
    return this.#transcript?.told(this.#options) ?? null;
  }

  ping(id: string): void {
    if (this.#jid === null || !this.speaks()) return;
    const to = escapeXML(this.#options.wire.domain);
    const iq = `<iq xmlns="${NS.client}" type="get" id="${escapeXML(id)}" to="${to}"><ping xmlns="${NS.ping}"/></iq>`;
    this.#replies.expectPong(id, this.time.monoMs());
    this.#wire?.send(iq);
  }

  send(stanza: Element): void {
    if (this.#jid === null || !this.speaks()) return;
    stanza.attrs.xmlns ??= NS.client;
    this.#wire?.send(stanza.toString());
  }

  request(iq: Element, onReply: OnReply): void {
    if (!this.speaks()) {
      onReply(null);
      return;
    }
    iq.attrs.xmlns ??= NS.client;
    iq.attrs.id ??= this.time.uuid();
    this.#replies.expectReply(iq.attrs.id, iq.attrs.to, onReply);
    this.#transcript?.sent(iq, this.time.monoMs());
    this.#wire?.send(iq.toString());
  }

  close(): void {
    if (!this.speaks()) return;
    this.#closing = true;
    // RFC 6121 §4.5: before the stream ends, so that contacts hear it
    if (this.#jid !== null) this.#wire?.send(`<presence xmlns="${NS.client}" type="unavailable"/>`);
    this.#wire?.close();
  }

  destroy(): void {
    if (this.#ended) return;
    this.#end(null);
    this.#wire?.destroy();
  }

  // ---- what the wire tells -------------------------------------------------------------------------------------------

  onPhase(phase: WirePhase): void {
    if (this.#ended) return;
    const now = this.time.monoMs();
    this.phases.begin(phase, now);
    this.#transcript?.note(phase, now);
  }

  onReady(): void {
    // A wire may be ready before `openWire` has returned it
    if (this.#login === null) queueMicrotask(() => this.#login?.onReady());
    else if (this.speaks()) this.#login.onReady();
  }

  onStreamOpen(attrs: Readonly<Record<string, string>>): void {
    if (!this.speaks()) return;
    this.#transcript?.header(attrs, this.time.monoMs());
    if (this.#login !== null) this.#login.onStreamOpen();
    else this.onFailed(protocolCause('bad-format', 'a second stream header'));
  }

  onElement(element: Element): void {
    if (!this.speaks()) return;
    this.#transcript?.got(element, this.time.monoMs());
    if (this.#login !== null) {
      this.#login.onElement(element);
      return;
    }
    if (!isStanza(element) || element.attrs.xmlns !== NS.client) {
      const arrival = arrivalOf('bound', element);
      if (arrival.kind === 'refused') {
        this.onFailed(arrival.cause);
        return;
      }
    }
    if (element.name === 'iq') this.#onIq(element);
    else this.#onUnasked(element);
  }

  /** A property, because wires pass it on by itself. */
  readonly onCertificate = (certificate: CertificateFacts, protocol: string): void => {
    if (this.#ended) return;
    this.#certificate = certificate;
    this.#tlsProtocol = protocol;
    const { subject, validToMs, fingerprint } = certificate;
    const words = `${protocol}, ${subject}, until ${new Date(validToMs).toISOString()}, ${fingerprint}`;
    this.#transcript?.note(words, this.time.monoMs());
    this.#handlers.onCertificate(certificate);
  };

  onClose(failure: WireFailure | null): void {
    if (this.#ended) return;
    this.#transcript?.note(endWords(failure), this.time.monoMs());
    this.#end(this.#closing ? null : wireFailure(failure, this.#where()));
  }

  // ---- what the login tells ------------------------------------------------------------------------------------------

  onBound(full: string): void {
    if (!this.speaks()) return;
    this.#jid = full;
    this.#mechanism = this.#login?.mechanism ?? null;
    this.#login = null;
    const now = this.time.monoMs();
    this.phases.begin('presence', now);
    this.#wire?.send(`<presence xmlns="${NS.client}"><priority>0</priority></presence>`);
    this.phases.beginBeside('first-ping', now);
    this.#firstPing = this.time.uuid();
    this.ping(this.#firstPing);
  }

  onSaid(what: Element | string): void {
    this.#transcript?.sent(what, this.time.monoMs());
  }

  onFailed(cause: Cause): void {
    if (!this.speaks()) return;
    this.#end({ ...cause, phase: this.#where() });
    this.#wire?.close();
  }

  // ---- a bound session -----------------------------------------------------------------------------------------------

  #onIq(iq: Element): void {
    const { type } = iq.attrs;
    if (type === 'result' || type === 'error') this.onReply(iq);
    else this.#wire?.send(answerTo(iq));
  }

  /** RFC 6120 §8.2.3: an answer, found by its id; of unknown and late ones nothing is made. */
  onReply(iq: Element): void {
    const { id, from, type } = iq.attrs;
    if (typeof id !== 'string' || (type !== 'result' && type !== 'error') || this.#isForeign(id, from)) return;
    const sentMs = this.#replies.takePing(id);
    if (sentMs === undefined) {
      this.#replies.takeRequest(id)?.(iq);
      return;
    }
    const rttMs = threeDecimals(this.time.monoMs() - sentMs);
    if (id === this.#firstPing) this.#goOnline(id, rttMs);
    else this.#handlers.onPong(id, rttMs);
  }

  #goOnline(id: string, rttMs: number): void {
    this.#firstPing = null;
    this.#transcript = null;
    this.phases.endAll(this.time.monoMs());
    this.#handlers.onOnline({ jid: this.#jid ?? '', firstPing: { id, rttMs } });
  }

  #onUnasked(stanza: Element): void {
    // RFC 6121 §4.2.2: the server echoes our presence to our own resource
    if (this.#firstPing !== null && stanza.name === 'presence' && stanza.attrs.from === this.#jid) {
      this.phases.end('presence', this.time.monoMs());
    }
    this.#handlers.onStanza(stanza);
  }

  /** Another user could guess an id; the server, our own account and whoever was asked may answer. */
  #isForeign(id: string, from: unknown): boolean {
    if (typeof from !== 'string' || this.#jid === null || !from.includes('@')) return false;
    const [bare] = from.split('/', 1);
    return !this.#replies.isAsked(id, from) && !this.#jid.startsWith(`${bare}/`);
  }

  /** False once it was asked to leave, or has ended. */
  speaks(): boolean {
    return !this.#ended && !this.#closing;
  }

  #where(): Failure['phase'] {
    if (this.#jid !== null && this.#firstPing === null) return 'online';
    return this.phases.current ?? 'dns';
  }

  #end(failure: Failure | null): void {
    this.#ended = true;
    this.phases.stop(this.time.monoMs());
    this.#mechanism ??= this.#login?.mechanism ?? null;
    this.#login = null;
    this.#replies.abandon();
    this.#handlers.onClosed(failure);
  }
}

/** One session over the transport that its address names; it is returned connecting, and nothing is thrown or rejected. */
export const openSession: OpenSession = createOpenSession(openWire);
