/** A small BOSH connection manager that follows the script of a peer: orders requests, holds one, answers with what waits. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { Element } from '@xmpp/xml';
import { createFrameParser } from '../../server/transport/xml/frame-parser';
import type { CertificateFiles } from './certificates';
import { type Doors, doorsOf, FEATURES, listen, type Peer, type PeerLink, type PeerScript } from './wire-servers';

export const NS_BIND = 'http://jabber.org/protocol/httpbind';
/** What Openfire and Finesse grant, roughly. */
export const TERMS =
  "sid='s1' authid='s1' wait='60' hold='1' requests='2' inactivity='30' polling='5' maxpause='120' ver='1.6' ack='1' " +
  "from='lab.example' xmpp:version='1.0' xmpp:restartlogic='true' xmlns:xmpp='urn:xmpp:xbosh' xmlns:stream='http://etherx.jabber.org/streams'";

export async function startBoshPeer(
  variant: 'http' | 'https',
  script: PeerScript,
  files?: CertificateFiles,
): Promise<Peer> {
  let doors: Doors | undefined;
  const session = createSession(script, () => doors?.resetAll());
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await readElement(request);
    if (body !== null) session.take(body, response);
  };
  const server =
    variant === 'https' && files !== undefined
      ? createHttpsServer({ cert: files.cert, key: files.key }, onRequest)
      : createHttpServer(onRequest);
  server.on(variant === 'https' ? 'secureConnection' : 'connection', () => {
    peer.accepted += 1;
  });
  doors = doorsOf(server);
  const port = await listen(server);
  const peer: Peer = {
    address: { kind: 'bosh', url: `${variant}://127.0.0.1:${port}/http-bind/` },
    accepted: 0,
    stop: doors.stop,
  };
  return peer;
}

/** The `<body/>` of a request; null when the connection broke first. */
export async function readElement(request: IncomingMessage): Promise<Element | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk);
  } catch {
    return null;
  }
  const frame = createFrameParser({ maxStanzaBytes: 64 * 1_048_576 })(Buffer.concat(chunks));
  if (frame.kind !== 'element') throw new Error(`not a body: ${JSON.stringify(frame)}`);
  return frame.element;
}

export function answer(response: ServerResponse, xml: string, attrs = ''): void {
  response.setHeader('content-type', 'text/xml; charset=utf-8');
  response.end(`<body xmlns='${NS_BIND}' ${attrs}>${xml}</body>`);
}

function createSession(script: PeerScript, resetAll: () => void) {
  const held: ServerResponse[] = [];
  const early = new Map<number, { body: Element; response: ServerResponse }>();
  let nextRid = 0;
  let opens = 0;
  let queue = '';
  let whenHeld: ((response: ServerResponse) => void) | null = null;
  let alive = true;
  let frozen = false;

  const link: PeerLink = {
    send(xml) {
      queue += xml;
      // Like real managers: what is said in one breath goes in one body.
      queueMicrotask(flush);
    },
    sendInPieces(xml, size) {
      const bytes = Buffer.from(`<body xmlns='${NS_BIND}'>${xml}</body>`);
      whenHeld = (response) => void writePieces(response, bytes, size);
      flush();
    },
    end() {
      whenHeld = (response) => {
        answer(response, '', "type='terminate'");
        alive = false;
        for (const other of held.splice(0)) answer(other, '', "type='terminate'");
      };
      flush();
    },
    reset() {
      alive = false;
      held.length = 0;
      resetAll();
    },
    freeze() {
      frozen = true;
    },
  };

  function flush(): void {
    if (frozen || (queue === '' && whenHeld === null)) return;
    const response = held.shift();
    if (response === undefined) return;
    if (whenHeld !== null) {
      whenHeld(response);
      whenHeld = null;
      return;
    }
    answer(response, queue);
    queue = '';
  }

  function open(): void {
    opens += 1;
    if (script.onOpen) script.onOpen(link, opens);
    else link.send(FEATURES);
  }

  function process(body: Element, response: ServerResponse): void {
    held.push(response);
    if (body.attrs['xmpp:restart'] === 'true') open();
    for (const child of body.children) if (child instanceof Element) script.onElement?.(child, link);
    if (body.attrs.type === 'terminate') {
      script.onEnd?.(link);
      if (!script.ignoreEnd) link.end();
      return;
    }
    flush();
    if (held.length > 1 && !frozen) queueMicrotask(() => held.length > 1 && answer(held.shift() as ServerResponse, ''));
  }

  return {
    take(body: Element, response: ServerResponse): void {
      const rid = Number(body.attrs.rid);
      if (body.attrs.sid === undefined) {
        nextRid = rid + 1;
        alive = true;
        answer(response, '', TERMS);
        open();
        return;
      }
      if (!alive) {
        response.statusCode = 404;
        response.end();
        return;
      }
      early.set(rid, { body, response });
      for (let next = early.get(nextRid); next !== undefined; next = early.get(nextRid)) {
        early.delete(nextRid);
        nextRid += 1;
        process(next.body, next.response);
      }
    },
  };
}

async function writePieces(response: ServerResponse, bytes: Buffer, size: number): Promise<void> {
  response.setHeader('content-type', 'text/xml; charset=utf-8');
  for (let at = 0; at < bytes.length; at += size) {
    await new Promise((resolve) => response.write(bytes.subarray(at, at + size), resolve));
  }
  response.end();
}
