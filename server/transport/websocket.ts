/** XMPP over WebSocket (RFC 7395): each message is one element, the stream is opened and closed by `<open/>` and `<close/>`. */
import { type Element, escapeXML } from '@xmpp/xml';
import { WebSocket } from 'ws';
import type { Cancel, Time } from '../time/time';
import { codeOf, conditionOfClose, failureOfError, failureOfXml, transportFailure } from './conditions';
import { type Dialled, dial } from './dial';
import { endpointOf } from './endpoint';
import type { Wire, WireAddress, WireFailure, WireHandlers, WireOptions, WirePhase } from './port';
import { createFrameParser, type FrameParser } from './xml/frame-parser';

const NS_FRAMING = 'urn:ietf:params:xml:ns:xmpp-framing';
const CLOSE = `<close xmlns='${NS_FRAMING}'/>`;
const MAX_UNSENT_BYTES = 16 * 1_048_576;
const DEFAULT_GRACE_MS = 1_000;
const DEFAULT_MAX_BYTES = 1_048_576;
/** Without a close frame; ws makes it up. */
const ABNORMAL = 1006;

type WebSocketAddress = Extract<WireAddress, { kind: 'websocket' }>;

export class WebSocketWire implements Wire {
  readonly kind = 'websocket';
  readonly secure: boolean;

  private socket: WebSocket | null = null;
  private readonly parse: FrameParser;
  private phase: WirePhase | null = 'dns';
  private channelError: Error | null = null;
  private opened = false;
  private closing = false;
  private closed = false;
  /** Cancels dialling at first, the grace of closing later. */
  private cancel: Cancel;

  constructor(
    private readonly address: WebSocketAddress,
    private readonly options: WireOptions,
    private readonly handlers: WireHandlers,
    private readonly time: Time,
  ) {
    const endpoint = endpointOf(address.url);
    this.secure = endpoint.secure;
    this.parse = createFrameParser({ maxStanzaBytes: this.maxBytes });
    const tls = endpoint.secure ? { name: endpoint.host, trust: options.trust } : null;
    this.cancel = dial(
      { host: endpoint.host, port: endpoint.port, tls },
      { onPhase: (phase) => this.enter(phase), onCertificate: handlers.onCertificate },
      time,
      (result) => this.onDialled(result),
    );
  }

  openStream(): void {
    if (this.closing) return;
    this.opened = true;
    // RFC 7395 §3.3: the stream header has become an element; a restart is another one (§3.7).
    this.write(`<open xmlns='${NS_FRAMING}' to='${escapeXML(this.options.domain)}' version='1.0' xml:lang='en'/>`);
  }

  send(xml: string): void {
    if (!this.closing) this.write(xml);
  }

  startTls(): void {
    throw new Error('STARTTLS is for TCP: a WebSocket has its TLS below');
  }

  close(graceMs = DEFAULT_GRACE_MS): void {
    if (this.closed || this.closing) return;
    if (this.socket === null || this.phase !== null) {
      this.finish(null);
      return;
    }
    this.closing = true;
    // RFC 7395 §3.6: `<close/>` goes out, the peer answers with its own and closes the WebSocket.
    if (this.opened) this.socket.send(CLOSE);
    else this.socket.close(1000);
    this.cancel = this.time.after(graceMs, () => this.finish(null));
  }

  destroy(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.terminate();
    this.finish(null);
  }

  private get maxBytes(): number {
    return this.options.maxStanzaBytes ?? DEFAULT_MAX_BYTES;
  }

  private enter(phase: WirePhase): void {
    if (this.closed) return;
    this.phase = phase;
    this.handlers.onPhase(phase);
  }

  private onDialled(result: Dialled): void {
    if (this.closed) return void (result.ok && result.socket.destroy());
    if (!result.ok) {
      this.finish(result.failure);
      return;
    }
    const channel = result.socket;
    this.cancel = () => channel.destroy();
    // ws keeps the socket's errors to itself.
    channel.on('error', (error) => {
      this.channelError = error;
    });
    this.enter('upgrade');
    const socket = new WebSocket(this.address.url, 'xmpp', {
      // The socket is open, and its certificate was judged.
      createConnection: () => channel,
      perMessageDeflate: false,
      maxPayload: this.maxBytes,
      followRedirects: false,
    });
    this.socket = socket;
    socket.on('open', () => this.onOpen());
    socket.on('message', (data, isBinary) => this.onMessage(data, isBinary));
    socket.on('unexpected-response', (_request, response) => {
      response.resume();
      const status = response.statusCode ?? 0;
      this.finish(transportFailure('http-status', this.phase, response.statusMessage ?? null, { status }));
    });
    socket.on('error', (error) => this.finish(failureOfSocketError(error, this.phase)));
    socket.on('close', (code, reason) => this.onSocketClosed(code, reason.toString()));
  }

  private onOpen(): void {
    if (this.closed) return;
    this.phase = null;
    this.cancel = () => {};
    this.handlers.onReady();
  }

  private onMessage(data: unknown, isBinary: boolean): void {
    if (this.closed) return;
    // RFC 7395 §3.2: text frames only.
    if (isBinary || !Buffer.isBuffer(data)) {
      this.leave(1003, transportFailure('websocket-protocol', null, 'binary message'));
      return;
    }
    const frame = this.parse(data);
    if (frame.kind === 'error') {
      this.leave(1008, failureOfXml(frame.error, null));
      return;
    }
    if (frame.kind === 'element') this.onElement(frame.element);
  }

  private onElement(element: Element): void {
    if (element.attrs.xmlns !== NS_FRAMING) {
      this.handlers.onElement(element);
      return;
    }
    if (element.name === 'open') {
      this.handlers.onStreamOpen(element.attrs);
      return;
    }
    if (element.name === 'close') {
      this.onPeerClose(element);
      return;
    }
    this.leave(1008, failureOfXml({ condition: 'invalid-namespace', text: `{${NS_FRAMING}}${element.name}` }, null));
  }

  private onPeerClose(element: Element): void {
    if (!this.closing) this.socket?.send(CLOSE);
    const elsewhere: unknown = element.attrs['see-other-uri'];
    // RFC 7395 §3.6.1: the peer wants us at another address.
    if (typeof elsewhere === 'string') {
      this.leave(1000, {
        kind: 'stream-error',
        condition: 'see-other-host',
        phase: null,
        text: elsewhere.slice(0, 500),
      });
    } else {
      this.leave(1000, transportFailure('closed', null, 'the peer closed the stream'));
    }
  }

  private onSocketClosed(code: number, reason: string): void {
    if (code === ABNORMAL && this.channelError !== null) {
      this.finish(failureOfError(this.channelError, this.phase));
      return;
    }
    const detail = code === ABNORMAL ? undefined : { status: code };
    this.finish(transportFailure(conditionOfClose(code), this.phase, reason === '' ? null : reason, detail));
  }

  private leave(closeCode: number, failure: WireFailure): void {
    this.socket?.close(closeCode);
    this.finish(failure);
  }

  private write(xml: string): void {
    const socket = this.socket;
    if (this.closed || socket === null || socket.readyState !== WebSocket.OPEN) return;
    socket.send(xml);
    if (socket.bufferedAmount > MAX_UNSENT_BYTES)
      this.finish(transportFailure('too-much-data', null, 'the peer does not read'));
  }

  private finish(failure: WireFailure | null): void {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    const socket = this.socket;
    this.socket = null;
    if (socket !== null) this.retire(socket);
    this.handlers.onClose(this.closing ? null : failure);
  }

  /** The closing handshake may still take a moment; then the socket goes. */
  private retire(socket: WebSocket): void {
    if (socket.readyState === WebSocket.CONNECTING) {
      socket.terminate();
      return;
    }
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    if (socket.readyState === WebSocket.CLOSED) return;
    const stop = this.time.after(DEFAULT_GRACE_MS, () => socket.terminate());
    socket.once('close', stop);
  }
}

/** ws gives codes to errors of the peer's frames, the system gives codes to errors of the socket; the handshake's have none. */
function failureOfSocketError(error: Error, phase: WirePhase | null): WireFailure {
  const code = codeOf(error);
  // RFC 6455 §8.1: text that is not UTF-8.
  if (code === 'WS_ERR_INVALID_UTF8')
    return failureOfXml({ condition: 'unsupported-encoding', text: error.message }, phase);
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return failureOfXml({ condition: 'policy-violation', text: 'stanza too large' }, phase);
  }
  if (code === undefined || code.startsWith('WS_ERR_') || code.startsWith('HPE_')) {
    return transportFailure('websocket-protocol', phase, error.message);
  }
  return failureOfError(error, phase);
}
