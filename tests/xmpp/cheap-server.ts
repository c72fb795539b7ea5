/** An XMPP server of string matching: cheap enough to measure clients with, and easily told to misbehave. */
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { TransportKind } from '#contract';
import type { WireAddress } from '../../server/transport/port';

export type Raw = string | Buffer;
/** What the server is about to answer to. */
export type Moment = 'open' | 'auth' | 'restart' | 'bind' | 'presence' | 'ping';
/** Says something else instead of the answer of that moment; null = behave. */
export type Misbehave = (moment: Moment, say: (raw: Raw) => void) => boolean;

export interface CheapServer {
  address: WireAddress;
  stop(): Promise<void>;
}

const NS_STREAM = 'http://etherx.jabber.org/streams';
const xmlnsStream = `xmlns:stream='${NS_STREAM}'`;
const MECHANISMS = `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>`;
const BIND = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>`;
const SUCCESS = `<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>`;
const featuresOf = (inner: string) => `<stream:features ${xmlnsStream}>${inner}</stream:features>`;

const UNIT =
  /<open\b[^>]*>|<stream:stream\b[^>]*>|<close\b[^>]*>|<\/stream:stream>|<auth\b.*?<\/auth>|<iq\b[^>]*\/>|<iq\b.*?<\/iq>|<presence\b[^>]*\/>|<presence\b.*?<\/presence>/gs;

const idIn = (xml: string) => /\bid=["']([^"']*)/.exec(xml)?.[1] ?? '';

/** One client's conversation; transports say how a stream header looks and how an answer travels. */
class Talk {
  private authenticated = false;
  private readonly header: string;
  private readonly say: (raw: Raw) => void;
  private readonly leave: () => void;
  private readonly misbehave: Misbehave;

  constructor(header: string, say: (raw: Raw) => void, leave: () => void, misbehave: Misbehave) {
    this.header = header;
    this.say = say;
    this.leave = leave;
    this.misbehave = misbehave;
  }

  hear(text: string): void {
    for (const [unit] of text.matchAll(UNIT)) this.answer(unit);
  }

  open(): void {
    if (this.header !== '') this.say(this.header);
    if (this.misbehave(this.authenticated ? 'restart' : 'open', this.say)) return;
    this.say(featuresOf(this.authenticated ? BIND : MECHANISMS));
  }

  private answer(unit: string): void {
    if (unit.startsWith('<open') || unit.startsWith('<stream:stream')) this.open();
    else if (unit.startsWith('<close') || unit.startsWith('</stream')) this.leave();
    else if (unit.startsWith('<auth')) this.reply('auth', SUCCESS);
    else if (unit.startsWith('<presence')) {
      const from = 'u@bench.example/r';
      if (!unit.includes('unavailable')) this.reply('presence', `<presence xmlns='jabber:client' from='${from}'/>`);
    } else if (unit.includes('<bind')) {
      const jid = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>u@bench.example/r</jid></bind>`;
      this.reply('bind', `<iq xmlns='jabber:client' type='result' id='${idIn(unit)}'>${jid}</iq>`);
    } else if (unit.includes('urn:xmpp:ping')) {
      this.reply('ping', `<iq xmlns='jabber:client' type='result' id='${idIn(unit)}' from='bench.example'/>`);
    }
  }

  private reply(moment: Moment, answer: string): void {
    if (moment === 'auth') this.authenticated = true;
    if (!this.misbehave(moment, this.say)) this.say(answer);
  }
}

const behave: Misbehave = () => false;

export async function startCheapServer(kind: TransportKind, misbehave: Misbehave = behave): Promise<CheapServer> {
  const sockets = new Set<Socket>();
  const server =
    kind === 'tcp' ? tcpServer(misbehave) : kind === 'websocket' ? wsServer(misbehave) : boshServer(misbehave);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1', 4096);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: addressOf(kind, port),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function addressOf(kind: TransportKind, port: number): WireAddress {
  switch (kind) {
    case 'tcp':
      return { kind, host: '127.0.0.1', port, security: 'none' };
    case 'websocket':
      return { kind, url: `ws://127.0.0.1:${port}/xmpp-websocket` };
    case 'bosh':
      return { kind, url: `http://127.0.0.1:${port}/http-bind` };
  }
}

function tcpServer(misbehave: Misbehave): Server {
  const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' ${xmlnsStream} id='s' from='bench.example' version='1.0'>`;
  return createServer({ noDelay: true }, (socket) => {
    const leave = () => socket.end('</stream:stream>');
    const talk = new Talk(header, (raw) => socket.write(raw), leave, misbehave);
    socket.on('data', (data) => talk.hear(data.toString()));
  });
}

function wsServer(misbehave: Misbehave): Server {
  const header = `<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' id='s' from='bench.example' version='1.0'/>`;
  const http = createHttpServer();
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
  wss.on('connection', (socket) => {
    socket.on('error', () => {});
    const leave = () => socket.close();
    const talk = new Talk(header, (raw) => socket.send(raw, { binary: false }), leave, misbehave);
    socket.on('message', (data) => talk.hear(String(data)));
  });
  return http;
}

/** One BOSH session (XEP-0124) with hold='1': answers in order of RIDs, one request always held. */
class BoshSession {
  private readonly talk: Talk;
  private readonly early = new Map<number, { body: string; response: ServerResponse }>();
  private readonly held: ServerResponse[] = [];
  private readonly said: Buffer[] = [];
  private next: number;
  private creation: string | null;
  private ended = false;

  constructor(sid: string, rid: number, misbehave: Misbehave) {
    this.next = rid;
    this.creation = `sid='${sid}' wait='60' hold='1' requests='2' inactivity='60' ver='1.11' from='bench.example' authid='s' xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh'`;
    const leave = () => {
      this.ended = true;
    };
    this.talk = new Talk('', (raw) => void this.said.push(Buffer.from(raw)), leave, misbehave);
  }

  request(rid: number, body: string, response: ServerResponse): void {
    this.early.set(rid, { body, response });
    for (let due = this.early.get(this.next); due !== undefined; due = this.early.get(this.next)) {
      this.early.delete(this.next++);
      this.held.push(due.response);
      if (/\btype=["']terminate/.test(due.body)) this.ended = true;
      if (this.creation !== null || /restart=["']true/.test(due.body)) this.talk.open();
      else this.talk.hear(due.body);
      this.flush();
    }
  }

  private flush(): void {
    if (this.said.length > 0 || this.creation !== null) {
      const attrs = this.creation ?? '';
      this.creation = null;
      this.respond(attrs, Buffer.concat(this.said.splice(0)));
    }
    while (this.held.length > 1) this.respond('', Buffer.alloc(0));
    while (this.ended && this.held.length > 0) this.respond(`type='terminate'`, Buffer.alloc(0));
  }

  private respond(attrs: string, inner: Buffer): void {
    const response = this.held.shift();
    const head = `<body xmlns='http://jabber.org/protocol/httpbind' ${xmlnsStream} ${attrs}>`;
    const body = Buffer.concat([Buffer.from(head), inner, Buffer.from('</body>')]);
    response?.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': body.length });
    response?.end(body);
  }
}

function boshServer(misbehave: Misbehave): Server {
  const sessions = new Map<string, BoshSession>();
  let count = 0;
  const onBody = (body: string, response: ServerResponse) => {
    const rid = Number(/\brid=["'](\d+)/.exec(body)?.[1]);
    const sid = /\bsid=["']([^"']+)/.exec(body)?.[1] ?? `sid${++count}`;
    const session = sessions.get(sid) ?? new BoshSession(sid, rid, misbehave);
    sessions.set(sid, session);
    session.request(rid, body, response);
  };
  return createHttpServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => onBody(Buffer.concat(chunks).toString(), response));
  });
}
