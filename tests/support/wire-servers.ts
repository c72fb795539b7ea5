/** Scripted peers on loopback, one per transport, behind one interface: what they say and how they fail is up to the test. */

import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Element } from '@xmpp/xml';
import { WebSocketServer } from 'ws';
import type { WireAddress } from '../../server/transport/port';
import { createFrameParser } from '../../server/transport/xml/frame-parser';
import { createStreamParser, type StreamParser } from '../../server/transport/xml/stream-parser';
import type { CertificateFiles } from './certificates';
import { startBoshPeer } from './wire-servers-bosh';

export type Variant = 'tcp' | 'starttls' | 'tls' | 'ws' | 'wss' | 'http' | 'https';

/** One accepted connection (or BOSH session). */
export interface PeerLink {
  /** Sends an element, or any other text, as it is. */
  send(xml: string): void;
  /** Sends bytes in pieces of a few bytes (BOSH and WebSocket: one message, whose bytes go out in pieces). */
  sendInPieces(xml: string, pieceBytes: number): void;
  /** Ends the stream in good order. */
  end(): void;
  /** Ends the connection with a reset, or as abruptly as the transport allows. */
  reset(): void;
  /** Reads nothing and answers nothing from now on. */
  freeze(): void;
}

export interface PeerScript {
  /** The client opened (or restarted) its stream; `count` from 1. By default the peer opens its own and sends empty features. */
  onOpen?(link: PeerLink, count: number): void;
  onElement?(element: Element, link: PeerLink): void;
  /** The client ended the stream. */
  onEnd?(link: PeerLink): void;
  /** Do not answer the end of the stream. */
  ignoreEnd?: boolean;
}

export interface Peer {
  address: WireAddress;
  /** Connections accepted so far. */
  accepted: number;
  stop(): Promise<void>;
}

export const FEATURES = "<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>";
const HEADER =
  "<?xml version='1.0'?><stream:stream from='lab.example' id='s1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='lab.example' id='s1' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

export async function startPeer(variant: Variant, script: PeerScript, files?: CertificateFiles): Promise<Peer> {
  switch (variant) {
    case 'tcp':
    case 'starttls':
    case 'tls':
      return startTcpPeer(variant, script, files);
    case 'ws':
    case 'wss':
      return startWebSocketPeer(variant, script, files);
    case 'http':
    case 'https':
      return startBoshPeer(variant, script, files);
  }
}

/** A port of loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port));
  });
}

export interface Doors {
  /** Stops listening and drops what is open. */
  stop(): Promise<void>;
  /** Resets every open connection, below its TLS. */
  resetAll(): void;
}

export function doorsOf(server: Server): Doors {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
    resetAll() {
      for (const socket of sockets) socket.resetAndDestroy();
    },
  };
}

/** Greets like something that is no XMPP server, and hangs up. */
export async function startStranger(): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const { stop } = doorsOf(server);
  return { port: await listen(server), stop };
}

async function startTcpPeer(
  variant: 'tcp' | 'starttls' | 'tls',
  script: PeerScript,
  files?: CertificateFiles,
): Promise<Peer> {
  const server = createTcpServer();
  const doors = doorsOf(server);
  server.on('connection', (raw: Socket) => {
    peer.accepted += 1;
    const secured = variant === 'tls' && files !== undefined ? wrap(raw, files) : raw;
    serveTcp(secured, variant === 'starttls' ? files : undefined, script, doors);
  });
  const port = await listen(server);
  const security = variant === 'tcp' ? 'none' : variant;
  const peer: Peer = { address: { kind: 'tcp', host: '127.0.0.1', port, security }, accepted: 0, stop: doors.stop };
  return peer;
}

function wrap(socket: Socket, { cert, key }: CertificateFiles): TLSSocket {
  return new TLSSocket(socket, { isServer: true, cert, key });
}

function serveTcp(first: Socket, startTls: CertificateFiles | undefined, script: PeerScript, doors: Doors): void {
  let socket = first;
  let parser: StreamParser | null = null;
  let opens = 0;
  let opened = false;
  const link: PeerLink = {
    send: (xml) => void socket.write(xml),
    sendInPieces: (xml, size) => void writePieces(socket, Buffer.from(xml), size),
    end: () => void socket.end('</stream:stream>'),
    reset: () => doors.resetAll(),
    freeze() {
      socket.removeAllListeners('data');
      socket.pause();
    },
  };

  function upgrade(files: CertificateFiles): void {
    parser = null;
    socket.removeAllListeners('data');
    socket.write("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", () => {
      socket = wrap(socket, files);
      startTls = undefined;
      attach();
    });
  }

  function newParser(): StreamParser {
    opened = false;
    return createStreamParser({
      onOpen() {
        opened = true;
        socket.write(HEADER);
        if (startTls !== undefined) {
          link.send("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>");
          return;
        }
        opens += 1;
        if (script.onOpen) script.onOpen(link, opens);
        else link.send('<stream:features/>');
      },
      onElement(element) {
        if (startTls !== undefined && element.is('starttls')) upgrade(startTls);
        else script.onElement?.(element, link);
      },
      onEnd() {
        script.onEnd?.(link);
        if (!script.ignoreEnd) link.end();
      },
      onError: () => socket.destroy(),
    });
  }

  function attach(): void {
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      // A client restarts its stream with a new header, without ending the old one.
      if (parser === null || (opened && bytes.toString('latin1').startsWith('<?xml'))) parser = newParser();
      parser.write(bytes);
    });
  }
  attach();
}

async function startWebSocketPeer(variant: 'ws' | 'wss', script: PeerScript, files?: CertificateFiles): Promise<Peer> {
  const server =
    variant === 'wss' && files !== undefined
      ? createHttpsServer({ cert: files.cert, key: files.key })
      : createHttpServer();
  const doors = doorsOf(server);
  const sockets = new WebSocketServer({ server, handleProtocols: (offered) => (offered.has('xmpp') ? 'xmpp' : false) });
  sockets.on('connection', (socket) => {
    peer.accepted += 1;
    const parse = createFrameParser({ maxStanzaBytes: 64 * 1_048_576 });
    let opens = 0;
    const link: PeerLink = {
      send: (xml) => socket.send(xml),
      sendInPieces(xml, size) {
        const bytes = Buffer.from(xml);
        for (let at = 0; at < bytes.length; at += size) {
          socket.send(bytes.subarray(at, at + size), { binary: false, fin: at + size >= bytes.length });
        }
      },
      end() {
        socket.send(CLOSE);
        socket.close(1000);
      },
      reset: () => doors.resetAll(),
      freeze: () => socket.pause(),
    };
    socket.on('message', (data) => {
      const frame = parse(data as Buffer);
      if (frame.kind !== 'element') return;
      const { element } = frame;
      if (element.is('open')) {
        socket.send(OPEN);
        opens += 1;
        if (script.onOpen) script.onOpen(link, opens);
        else link.send(FEATURES);
      } else if (element.is('close')) {
        script.onEnd?.(link);
        if (!script.ignoreEnd) link.end();
      } else script.onElement?.(element, link);
    });
    socket.on('error', () => {});
  });
  const port = await listen(server);
  const peer: Peer = {
    address: { kind: 'websocket', url: `${variant}://127.0.0.1:${port}/xmpp` },
    accepted: 0,
    stop: doors.stop,
  };
  return peer;
}

async function writePieces(socket: Socket, bytes: Buffer, size: number): Promise<void> {
  socket.setNoDelay(true);
  for (let at = 0; at < bytes.length; at += size) {
    await new Promise((resolve) => socket.write(bytes.subarray(at, at + size), resolve));
  }
}
