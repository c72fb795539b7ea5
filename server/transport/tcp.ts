/** XMPP over TCP (RFC 6120): plain, upgraded by STARTTLS, or TLS from the first byte. */
import type { Socket } from 'node:net';
import { escapeXML } from '@xmpp/xml';
import type { Cancel, Time } from '../time/time';
import { failureOfError, failureOfXml, transportFailure } from './conditions';
import { type Dialled, dial } from './dial';
import type { Wire, WireAddress, WireFailure, WireHandlers, WireOptions, WirePhase } from './port';
import { secure } from './tls';
import { createStreamParser, type StreamParser } from './xml/stream-parser';
import type { XmlRoot } from './xml/tree';

const NS_STREAM = 'http://etherx.jabber.org/streams';
const NS_STREAM_ERRORS = 'urn:ietf:params:xml:ns:xmpp-streams';
const NS_CLIENT = 'jabber:client';
const STREAM_END = '</stream:stream>';
/** Bytes that a peer may leave unread before we give it up. */
const MAX_UNSENT_BYTES = 16 * 1_048_576;
const DEFAULT_GRACE_MS = 1_000;

type TcpAddress = Extract<WireAddress, { kind: 'tcp' }>;

export class TcpWire implements Wire {
  readonly kind = 'tcp';
  secure = false;

  private socket: Socket | null = null;
  private parser: StreamParser | null = null;
  private phase: WirePhase | null = 'dns';
  private headerSent = false;
  private closing = false;
  private closed = false;
  /** Cancels dialling at first, the grace of closing later. */
  private cancel: Cancel;

  constructor(
    address: TcpAddress,
    private readonly options: WireOptions,
    private readonly handlers: WireHandlers,
    private readonly time: Time,
  ) {
    const tls = address.security === 'tls' ? { name: options.domain, trust: options.trust } : null;
    this.cancel = dial(
      { host: address.host, port: address.port, tls },
      { onPhase: (phase) => this.enter(phase), onCertificate: handlers.onCertificate },
      time,
      (result) => this.onDialled(result),
    );
  }

  openStream(): void {
    if (this.closed || this.closing || this.socket === null) return;
    this.parser?.stop();
    const maxStanzaBytes = this.options.maxStanzaBytes;
    this.parser = createStreamParser(
      {
        onOpen: (root) => this.onHeader(root),
        onElement: (element) => this.handlers.onElement(element),
        onEnd: () => this.onPeerEnded(),
        onError: (error) => this.fail(failureOfXml(error, this.phase)),
      },
      maxStanzaBytes === undefined ? {} : { maxStanzaBytes },
    );
    this.headerSent = true;
    this.write(streamHeader(this.options.domain));
  }

  send(xml: string): void {
    if (!this.closing) this.write(xml);
  }

  startTls(): void {
    const plain = this.socket;
    if (this.closed || this.closing || plain === null || this.secure) return;
    // RFC 6120 §5.4.3.3: what was read before the handshake is not trusted afterwards, so it is dropped here.
    this.parser?.stop();
    this.parser = null;
    this.headerSent = false;
    this.socket = null;
    plain.removeAllListeners('data');
    this.cancel = () => plain.destroy();
    this.enter('tls');
    const peer = { name: this.options.domain, trust: this.options.trust };
    const onCertificate: WireHandlers['onCertificate'] = (facts, protocol) => {
      if (!this.closed) this.handlers.onCertificate(facts, protocol);
    };
    secure(plain, peer, onCertificate, (result) => this.onDialled(result));
  }

  close(graceMs = DEFAULT_GRACE_MS): void {
    if (this.closed || this.closing) return;
    if (this.socket === null || !this.headerSent) {
      this.finish(null);
      return;
    }
    this.closing = true;
    // RFC 6120 §4.4: close our direction, and wait for the peer to close its own.
    this.socket.write(STREAM_END);
    this.cancel = this.time.after(graceMs, () => this.finish(null));
  }

  destroy(): void {
    const socket = this.socket;
    this.socket = null;
    socket?.destroy();
    this.finish(null);
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
    const socket = result.socket;
    const current = (act: () => void) => () => void (this.socket === socket && act());
    this.secure = this.phase === 'tls';
    this.phase = null;
    this.socket = socket;
    this.cancel = () => {};
    socket.on('data', (bytes: Buffer) => this.socket === socket && this.parser?.write(bytes));
    socket.on('error', (error) => this.socket === socket && this.finish(failureOfError(error, null)));
    socket.on(
      'end',
      current(() => this.finish(transportFailure('closed', null))),
    );
    socket.on(
      'close',
      current(() => this.finish(transportFailure('closed', null))),
    );
    this.handlers.onReady();
  }

  private onHeader(root: XmlRoot): void {
    // RFC 6120 §4.8.1, §4.8.2: the stream's own namespace, and the content's as its default (or given on every stanza).
    const content = root.attrs.xmlns;
    if (root.local === 'stream' && root.ns === NS_STREAM && (content === NS_CLIENT || content === NS_STREAM)) {
      this.handlers.onStreamOpen(root.attrs);
      return;
    }
    this.fail(failureOfXml({ condition: 'invalid-namespace', text: `{${root.ns}}${root.local}` }, this.phase));
  }

  private onPeerEnded(): void {
    if (!this.closing) this.socket?.write(STREAM_END);
    this.finish(transportFailure('closed', null, 'the peer closed the stream'));
  }

  /** The peer's XML is refused: it is told why, then left. */
  private fail(failure: WireFailure): void {
    if (this.headerSent && !this.closing) {
      const error = `<${failure.condition} xmlns='${NS_STREAM_ERRORS}'/>`;
      this.socket?.write(`<stream:error>${error}</stream:error>${STREAM_END}`);
    }
    this.finish(failure);
  }

  private write(xml: string): void {
    const socket = this.socket;
    if (this.closed || socket === null) return;
    socket.write(xml);
    if (socket.writableLength > MAX_UNSENT_BYTES)
      this.finish(transportFailure('too-much-data', null, 'the peer does not read'));
  }

  private finish(failure: WireFailure | null): void {
    if (this.closed) return;
    this.closed = true;
    this.cancel();
    this.parser?.stop();
    if (this.socket !== null) this.retire(this.socket);
    this.socket = null;
    this.handlers.onClose(this.closing ? null : failure);
  }

  /** What was written still goes out, unless the peer does not take it. */
  private retire(socket: Socket): void {
    socket.destroySoon();
    if (socket.destroyed) return;
    const stop = this.time.after(DEFAULT_GRACE_MS, () => socket.destroy());
    socket.once('close', stop);
  }
}

function streamHeader(domain: string): string {
  const attrs = `to='${escapeXML(domain)}' version='1.0' xml:lang='en' xmlns='${NS_CLIENT}' xmlns:stream='${NS_STREAM}'`;
  return `<?xml version='1.0'?><stream:stream ${attrs}>`;
}
