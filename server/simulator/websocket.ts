/** XMPP over WebSocket, the server's end: RFC 7395. */
import { Element } from '@xmpp/xml';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Time } from '../time/time';
import { createFrameParser } from '../transport/xml/frame-parser';
import type { HttpUpgrade } from './options';
import { type Accept, type Carrier, type EndReason, ns, type StreamInput } from './port';
import { attrsOf, streamErrorXml } from './stanza';

export interface WebSocketOptions {
  secure: boolean;
  accept: Accept;
  time: Time;
}

const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const LINGER_MS = 1_000;

/** @returns the handler of HTTP upgrades on the XMPP path */
export function createWebSocketFace(options: WebSocketOptions): HttpUpgrade {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: () => 'xmpp',
  });
  return (req, socket, head) => {
    // RFC 7395 §3.1: the subprotocol is `xmpp`
    const offered = (req.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!offered.includes('xmpp')) return void socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    server.handleUpgrade(req, socket, head, (ws) => serve(ws, options));
  };
}

function serve(ws: WebSocket, options: WebSocketOptions): void {
  const parse = createFrameParser();
  const input: StreamInput = options.accept(carrierOf(ws, options));
  ws.on('error', () => ws.terminate());
  ws.on('close', () => input.gone());
  ws.on('message', (data, isBinary) => {
    // RFC 7395 §3.2: text messages only; RFC 6455 §7.4.1: 1003 = a type of data that cannot be accepted
    if (isBinary) return ws.close(1003);
    input.heard();
    const frame = parse(Buffer.isBuffer(data) ? data : Buffer.from(String(data)));
    if (frame.kind === 'error') return input.broken(frame.error.condition);
    if (frame.kind === 'element') dispatch(frame.element, input);
  });
}

function dispatch(el: Element, input: StreamInput) {
  if (el.getNS() !== ns.framing) {
    el.parent = null;
    return input.element(el);
  }
  if (el.getName() === 'open') return input.opened({ attrs: attrsOf(el), streamNs: ns.stream, contentNs: ns.client });
  // RFC 7395 §3.6
  if (el.getName() === 'close') return input.ended();
  input.broken('bad-format');
}

function carrierOf(ws: WebSocket, { secure, time }: WebSocketOptions): Carrier {
  const write = (xml: string): void => {
    if (ws.readyState === ws.OPEN) ws.send(xml);
  };
  return {
    transport: 'websocket',
    secure,
    startTls: null,
    open: (attrs) => write(new Element('open', { xmlns: ns.framing, ...attrs }).toString()),
    send: write,
    expectRestart: () => undefined,
    end(reason: EndReason) {
      if (reason.kind === 'vanished') return ws.terminate();
      const error = streamErrorXml(reason);
      if (error !== null) write(error);
      write(new Element('close', { xmlns: ns.framing }).toString());
      ws.close(1000);
      const cancel = time.after(LINGER_MS, () => ws.terminate());
      ws.once('close', cancel);
    },
  };
}
