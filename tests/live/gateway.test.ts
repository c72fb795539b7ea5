/** The gateway over real sockets: who gets in, what they see, and what happens to those who misbehave. Time is moved by hand. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket as TcpSocket } from 'node:net';
import fc from 'fast-check';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Batch, batch as batchSchema, LIVE_TICKET_RENEW_MS, type Pulse, type SubscribeReply } from '#contract';
import { createLiveGateway, type LiveGateway, type LiveGatewayOptions } from '../../server/live/gateway';
import { createTicketGate, issueTicket } from '../../server/live/ticket';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { createFakeRecorder, EPOCH, type FakeRecorder, onBatch, onReply, pageFrom, pingOf, seqsOn } from './support';

const key = Buffer.alloc(32, 7);
const A = 'lab/a/tcp';
const LAB = { topic: 'cluster:lab', epoch: EPOCH };

let time: VirtualTime;
let recorder: FakeRecorder;
let httpServer: Server;
let gateway: LiveGateway;
let port: number;
let sockets: Socket[];

async function begin(extra: Partial<LiveGatewayOptions> = {}): Promise<void> {
  httpServer = createServer((_req, res) => res.writeHead(404).end());
  gateway = createLiveGateway({
    httpServer,
    source: recorder,
    epoch: EPOCH,
    gate: createTicketGate(key, time),
    time,
    log: pino({ level: 'silent' }),
    ...extra,
  });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  const address = httpServer.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
}

async function end(): Promise<void> {
  await gateway.close();
  httpServer.close();
  httpServer.closeAllConnections();
}

beforeEach(() => {
  time = createVirtualTime();
  recorder = createFakeRecorder(100);
  sockets = [];
});
afterEach(async () => {
  for (const socket of sockets) socket.disconnect();
  await end();
});

const ticket = (topics = ['cluster:*', 'target:*', 'observer'], actor = 'anna') =>
  issueTicket(key, { topics, actor, at: time.now() });

function open(auth: object, options: object = {}): Socket {
  const socket = io(`http://127.0.0.1:${port}`, {
    path: '/live',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
    ...options,
  });
  sockets.push(socket);
  return socket;
}

const heard = <T>(socket: Socket, event: string) =>
  new Promise<T>((resolve) => socket.once(event, (value: T) => resolve(value)));

async function enter(topics?: string[]): Promise<Socket> {
  const socket = open({ ticket: ticket(topics) });
  await heard(socket, 'connect');
  return socket;
}

const subscribe = (socket: Socket, request: object): Promise<SubscribeReply> =>
  socket.emitWithAck('subscribe', request);

/** Resolves when everything that the server sent before has arrived. */
const caughtUp = (socket: Socket) => socket.emitWithAck('unsubscribe', {});

describe('entering', () => {
  beforeEach(() => begin());

  it.each([['websocket'], ['polling']])('with a ticket over %s', async (transport) => {
    const socket = open({ ticket: ticket() }, { transports: [transport] });
    await heard(socket, 'connect');
    expect(gateway.clients()).toBe(1);
    expect(await subscribe(socket, { ...LAB, lastSeq: 100 })).toEqual({ status: 'ok', epoch: EPOCH, through: 100 });
  });

  it('without one, with a used one or with a forged one is refused with a reason', async () => {
    const used = ticket();
    const first = open({ ticket: used });
    await heard(first, 'connect');
    const refusal = async (auth: object) => (await heard<Error>(open(auth), 'connect_error')).message;
    expect(await refusal({})).toBe('ticket refused: malformed');
    expect(await refusal({ ticket: 42 })).toBe('ticket refused: malformed');
    expect(await refusal({ ticket: used })).toBe('ticket refused: used');
    expect(await refusal({ ticket: 'a.b' })).toBe('ticket refused: forged');
    expect(gateway.clients()).toBe(1);
  });

  it('from a foreign page is refused before any ticket is looked at', async () => {
    for (const transport of ['websocket', 'polling']) {
      const socket = open(
        { ticket: ticket() },
        { transports: [transport], extraHeaders: { origin: 'https://evil.example' } },
      );
      await heard(socket, 'connect_error');
    }
    const own = open({ ticket: ticket() }, { extraHeaders: { origin: `http://127.0.0.1:${port}` } });
    await heard(own, 'connect');
  });
});

describe('following a topic', () => {
  beforeEach(() => begin());

  it('a page that comes in the middle gets what it missed and then the same batches as everybody', async () => {
    const early = await enter();
    const earlyGot: Batch[] = [];
    early.on('batch', (b: Batch) => earlyGot.push(batchSchema.parse(b)));
    await subscribe(early, { ...LAB, lastSeq: 100 });
    recorder.commit(A);
    recorder.commit(A, A);

    const late = await enter();
    const page = pageFrom(101);
    const lateGot: Batch[] = [];
    late.on('batch', (b: Batch) => {
      lateGot.push(b);
      onBatch(page, b);
    });
    onReply(page, await subscribe(late, { ...LAB, lastSeq: 101 }));
    await time.advance(250);
    recorder.commit(A, 'far/x/tcp');
    await time.advance(250);
    await Promise.all([caughtUp(early), caughtUp(late)]);

    expect(earlyGot.map((b) => [b.after, b.through])).toEqual([
      [100, 101],
      [101, 103],
      [103, 105],
    ]);
    expect(lateGot.map((b) => [b.after, b.through])).toEqual([
      [101, 103],
      [101, 103],
      [103, 105],
    ]);
    expect(page.folded).toEqual(seqsOn('cluster:lab', recorder.all, 101));
    expect(page.mustResync).toBe(false);
  });

  it('hears nothing of a topic that it left', async () => {
    const socket = await enter();
    const got: Batch[] = [];
    socket.on('batch', (b: Batch) => got.push(b));
    await subscribe(socket, { ...LAB, lastSeq: 100 });
    await socket.emitWithAck('unsubscribe', { topic: 'cluster:lab' });
    recorder.commit(A);
    await caughtUp(socket);
    expect(got).toEqual([]);
  });

  it('is sent for a new snapshot when its own belongs to another database or to the time before this run', async () => {
    const socket = await enter();
    const resync = { status: 'resync', epoch: EPOCH, jitterMs: 1_000 };
    expect(await subscribe(socket, { ...LAB, lastSeq: 100, epoch: 'db-0' })).toEqual(resync);
    expect(await subscribe(socket, { ...LAB, lastSeq: 99 })).toEqual(resync);
    expect(await subscribe(socket, { ...LAB, lastSeq: 101 })).toEqual(resync);
  });

  it('sees only what its ticket names', async () => {
    const socket = await enter(['cluster:lab', 'target:lab/*']);
    const statuses = [];
    for (const topic of ['cluster:lab', `target:${A}`, 'cluster:far', 'target:far/x/tcp', 'observer', 'admin']) {
      statuses.push((await subscribe(socket, { topic, epoch: EPOCH, lastSeq: 100 })).status);
    }
    expect(statuses).toEqual(['ok', 'ok', 'denied', 'denied', 'denied', 'denied']);
    const got: Batch[] = [];
    socket.on('batch', (b: Batch) => got.push(b));
    recorder.commit('far/x/tcp');
    await caughtUp(socket);
    expect(got).toEqual([]);
  });

  it('feels a pulse each second, with the time of the last commit', async () => {
    const socket = await enter();
    const next = async () => {
      const pulse = heard<Pulse>(socket, 'pulse');
      await time.advance(1_000);
      return pulse;
    };
    const at = time.now();
    expect(await next()).toEqual({ at: at + 1_000, recordedAt: null });
    recorder.commit(A);
    expect(await next()).toEqual({ at: at + 2_000, recordedAt: at + 1_000 });
  });
});

describe('after a restart of the worker', () => {
  const stored = [99, 100].map((seq) => pingOf(A, seq));

  it('a page continues where it was, from the newest events of the database', async () => {
    await begin({ recent: stored });
    const socket = await enter();
    const missed = heard<Batch>(socket, 'batch');
    expect(await subscribe(socket, { ...LAB, lastSeq: 99 })).toEqual({ status: 'ok', epoch: EPOCH, through: 99 });
    expect((await missed).events.map((e) => e.seq)).toEqual([100]);
    expect((await subscribe(socket, { ...LAB, lastSeq: 98 })).status).toBe('ok');
    expect((await subscribe(socket, { ...LAB, lastSeq: 97 })).status).toBe('resync');
  });

  it('and goes through a resync when these do not reach up to the present', async () => {
    recorder = createFakeRecorder(101);
    await begin({ recent: stored });
    const socket = await enter();
    expect((await subscribe(socket, { ...LAB, lastSeq: 100 })).status).toBe('resync');
    expect((await subscribe(socket, { ...LAB, lastSeq: 101 })).status).toBe('ok');
  });
});

describe('the ticket on an open socket', () => {
  beforeEach(() => begin());

  it('not renewed in time, the socket is closed; renewed, it stays', async () => {
    const [idle, faithful] = [await enter(), await enter()];
    const idleEnd = heard<string>(idle, 'disconnect');
    await time.advance(LIVE_TICKET_RENEW_MS);
    expect(await faithful.emitWithAck('renew', { ticket: ticket() })).toEqual({ status: 'ok' });
    await time.advance(62_000);
    expect(await idleEnd).toBe('io server disconnect');
    expect(await faithful.emitWithAck('renew', { ticket: 'a.b' })).toEqual({ status: 'denied' });
    expect(gateway.clients()).toBe(1);
  });

  it('of somebody else, or with fewer rights than are in use, closes it', async () => {
    const [swapped, demoted] = [await enter(), await enter()];
    await subscribe(demoted, { ...LAB, lastSeq: 100 });
    const ends = [heard(swapped, 'disconnect'), heard(demoted, 'disconnect')];
    expect(await swapped.emitWithAck('renew', { ticket: ticket(['cluster:*'], 'bob') })).toEqual({ status: 'denied' });
    expect(await demoted.emitWithAck('renew', { ticket: ticket(['cluster:far']) })).toEqual({ status: 'ok' });
    expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);
  });
});

it('closing ends every socket and leaves no timer behind', async () => {
  await begin();
  const socket = await enter();
  recorder.commit(A);
  recorder.commit(A);
  const ended = heard<string>(socket, 'disconnect');
  await gateway.close();
  expect(await ended).toBe('io server disconnect');
  expect([gateway.clients(), time.pending()]).toEqual([0, 0]);
  recorder.commit(A);
});

describe('misbehaviour', () => {
  it('nonsense is answered as invalid and harms nobody', async () => {
    await begin();
    const socket = await enter();
    const nonsense = [
      null,
      1,
      'x',
      [],
      {},
      { topic: 'lab' },
      { ...LAB, lastSeq: -1 },
      { ...LAB, lastSeq: 'x' },
      { topic: '__proto__' },
    ];
    for (const payload of nonsense) expect((await socket.emitWithAck('subscribe', payload)).status).toBe('invalid');
    expect(await socket.emitWithAck('renew', { ticket: {} })).toEqual({ status: 'denied' });
    for (const event of ['subscribe', 'unsubscribe', 'renew', 'batch', 'pulse', 'unheard-of']) {
      socket.emit(event);
      socket.emit(event, 'no acknowledgement');
      socket.emit(event, Buffer.from('binary'));
    }
    expect((await subscribe(socket, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('random packets on the wire end their own connection at most', async () => {
    await begin();
    const bystander = await enter();
    const base = `http://127.0.0.1:${port}/live/?EIO=4&transport=polling`;
    const alphabet = [
      '0',
      '2',
      '4',
      '40',
      '42',
      '43',
      '45',
      '451-',
      '{',
      '}',
      '[',
      ']',
      '"subscribe"',
      ',',
      '\\u0000',
      '\x1e',
      'b',
      '/x,',
      '999',
    ];
    const body = fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (text, known) => {
        const opened = await (await fetch(base)).text();
        const sid = /"sid":"([^"]+)"/.exec(opened)?.[1] ?? 'none';
        const res = await fetch(`${base}&sid=${known ? sid : encodeURIComponent(text)}`, {
          method: 'POST',
          body: text,
        });
        expect(res.status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
    expect((await subscribe(bystander, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('a message over 16 KiB and a flood of messages end the socket', async () => {
    await begin();
    const [large, flood, bystander] = [await enter(), await enter(), await enter()];
    const ends = [heard(large, 'disconnect'), heard(flood, 'disconnect')];
    large.emit('subscribe', { topic: 'x'.repeat(20_000) });
    for (let i = 0; i < 700; i++) flood.emit('subscribe', { ...LAB, lastSeq: 100 });
    await Promise.all(ends);
    expect((await subscribe(bystander, { ...LAB, lastSeq: 100 })).status).toBe('ok');
  });

  it('more connections than allowed are turned away', async () => {
    await begin({ maxClients: 1 });
    const first = await enter();
    await heard(open({ ticket: ticket() }), 'connect_error');
    first.disconnect();
  });

  it('a page that does not read is cut off when its backlog is full, while the others go on', async () => {
    await begin({ maxBacklogBytes: 64 * 1024 });
    const reader = await enter();
    let lastThrough = 0;
    reader.on('batch', (b: Batch) => {
      lastThrough = b.through;
    });
    await subscribe(reader, { ...LAB, lastSeq: 100 });
    const sleeper = await enterAndFallAsleep();
    expect(gateway.clients()).toBe(2);
    const targets = Array.from({ length: 500 }, () => A);
    for (let round = 0; round < 200 && gateway.clients() === 2; round++) {
      recorder.commit(...targets);
      await time.advance(250);
      await caughtUp(reader);
    }
    expect(gateway.clients()).toBe(1);
    expect(lastThrough).toBe(recorder.lastSeq());
    sleeper.destroy();
  });
});

/** A hand-made WebSocket client that subscribes and then never reads again. */
async function enterAndFallAsleep(): Promise<TcpSocket> {
  const tcp = connect(port, '127.0.0.1');
  await once(tcp, 'connect');
  const frame = (text: string) => {
    const data = Buffer.from(text);
    const head =
      data.length < 126
        ? Buffer.from([0x81, 0x80 | data.length])
        : Buffer.from([0x81, 0xfe, data.length >> 8, data.length & 255]);
    return Buffer.concat([head, Buffer.alloc(4), data]);
  };
  const upgrade = [
    'GET /live/?EIO=4&transport=websocket HTTP/1.1',
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
  ];
  tcp.write(
    `${[...upgrade, 'Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`].join('\r\n')}\r\n\r\n`,
  );
  let text = '';
  const until = async (part: string) => {
    while (!text.includes(part)) text += String((await once(tcp, 'data'))[0]);
  };
  await until('"sid"');
  tcp.write(frame(`40${JSON.stringify({ ticket: ticket() })}`));
  await until('40{"sid"');
  tcp.write(frame(`420["subscribe",${JSON.stringify({ ...LAB, lastSeq: 100 })}]`));
  await until('430[');
  tcp.pause();
  return tcp;
}
