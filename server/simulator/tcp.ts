/** XMPP over TCP, the server's end: RFC 6120 with STARTTLS or direct TLS. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Time } from '../time/time';
import { createStreamParser, type StreamParser } from '../transport/xml/stream-parser';
import { type Accept, type Carrier, type EndReason, ns, type StreamAttrs, type StreamInput } from './port';
import { escapedAttrs, streamErrorXml } from './stanza';

export interface TcpOptions {
  /** Null = no TLS at all. Asked for at each handshake: certificates change. */
  secureContext: (() => SecureContext) | null;
  /** TLS from the first byte. */
  direct: boolean;
  accept: Accept;
  time: Time;
}

const LINGER_MS = 1_000;

export function serveTcp(socket: Socket, options: TcpOptions): void {
  if (options.direct && options.secureContext === null) return void socket.destroy();
  new TcpConnection(socket, options);
}

class TcpConnection {
  private socket: Socket;
  private secure = false;
  private parser: StreamParser;
  private ended = false;
  private readonly input: StreamInput;

  constructor(
    private readonly plain: Socket,
    private readonly options: TcpOptions,
  ) {
    this.socket = plain;
    this.parser = this.newParser();
    this.input = options.accept(this.carrier());
    plain.once('close', () => this.input.gone());
    if (options.direct) this.upgrade();
    else this.listen(plain);
  }

  private carrier(): Carrier {
    const self = this;
    return {
      transport: 'tcp',
      get secure() {
        return self.secure || self.options.direct;
      },
      startTls: this.options.secureContext === null || this.options.direct ? null : () => this.upgrade(),
      open: (attrs) => this.write(headerXml(attrs)),
      send: (xml) => this.write(xml),
      expectRestart: () => {
        this.parser.stop();
        this.parser = this.newParser();
      },
      end: (reason) => this.end(reason),
    };
  }

  private newParser(): StreamParser {
    return createStreamParser({
      onOpen: (root) =>
        this.input.opened({
          attrs: root.attrs,
          streamNs: root.local === 'stream' ? root.ns : '',
          contentNs: root.attrs.xmlns ?? '',
        }),
      onElement: (element) => this.input.element(element),
      onEnd: () => this.input.ended(),
      onError: (error) => this.input.broken(error.condition),
    });
  }

  private listen(socket: Socket): void {
    socket.on('data', (bytes) => {
      this.input.heard();
      this.parser.write(bytes);
    });
    // RFC 6120 §4.4: a half-closed connection is of no use
    socket.on('end', () => socket.end());
  }

  /** What was read before the handshake is forgotten with its parser: nothing is smuggled into the protected stream. */
  private upgrade(): void {
    if (this.options.secureContext === null) return;
    this.parser.stop();
    this.parser = this.newParser();
    this.plain.removeAllListeners('data');
    const secured = new TLSSocket(this.plain, { isServer: true, secureContext: this.options.secureContext() });
    secured.on('error', () => this.plain.destroy());
    this.socket = secured;
    this.secure = true;
    this.listen(secured);
  }

  private write(xml: string): void {
    if (!this.ended && this.socket.writable) this.socket.write(xml);
  }

  private end(reason: EndReason): void {
    if (reason.kind === 'vanished') return void this.plain.resetAndDestroy();
    this.write(`${streamErrorXml(reason) ?? ''}</stream:stream>`);
    this.ended = true;
    this.parser.stop();
    this.socket.end();
    const cancel = this.options.time.after(LINGER_MS, () => this.plain.destroy());
    this.plain.once('close', cancel);
  }
}

/** RFC 6120 §4.7: our response header. */
function headerXml(attrs: StreamAttrs): string {
  const all = { xmlns: ns.client, 'xmlns:stream': ns.stream, ...attrs };
  return `<?xml version='1.0'?><stream:stream ${escapedAttrs(all)}>`;
}
