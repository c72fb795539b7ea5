/** A gateway on a real port with time moved by hand, and pages that come to it. One per test. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { pino } from 'pino';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { SubscribeReply } from '#contract';
import { createLiveGateway, type LiveGateway, type LiveGatewayOptions } from '../../server/live/gateway';
import { createTicketGate, issueTicket } from '../../server/live/ticket';
import { createVirtualTime, type VirtualTime } from '../../server/time/virtual-time';
import { createFakeRecorder, EPOCH, type FakeRecorder } from './support';

const key = Buffer.alloc(32, 7);
export const A = 'lab/a/tcp';
export const LAB = { topic: 'cluster:lab', epoch: EPOCH };

export interface Scene {
  time: VirtualTime;
  recorder: FakeRecorder;
  gateway: LiveGateway;
  port: number;
  /** A ticket for everything but `admin`, unless told otherwise. */
  ticket(topics?: string[], actor?: string): string;
  /** The same, of somebody who may be here for so long. */
  ticketUntil(endsInMs: number): string;
  open(auth: object, options?: object): Socket;
  /** An open socket with a ticket for these topics. */
  enter(topics?: string[]): Promise<Socket>;
}

/** @param lastSeq where the recorder stands when the gateway begins */
export async function begin(options: Partial<LiveGatewayOptions> = {}, lastSeq = 100): Promise<Scene> {
  const time = createVirtualTime();
  const recorder = createFakeRecorder(lastSeq);
  const httpServer = createServer((_req, res) => res.writeHead(404).end());
  const gateway = createLiveGateway({
    httpServer,
    source: recorder,
    epoch: EPOCH,
    gate: createTicketGate(key, time),
    time,
    log: pino({ level: 'silent' }),
    ...options,
  });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  const address = httpServer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.disconnect();
    await gateway.close();
    httpServer.close();
    httpServer.closeAllConnections();
  });

  const ticket = (topics = ['cluster:*', 'target:*', 'observer'], actor = 'anna') =>
    issueTicket(key, { topics, actor, at: time.now() });

  const ticketUntil = (endsInMs: number) =>
    issueTicket(key, { topics: ['observer'], actor: 'anna', at: time.now(), endsAt: time.now() + endsInMs });

  function open(auth: object, extra: object = {}): Socket {
    const socket = io(`http://127.0.0.1:${port}`, {
      path: '/live',
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth,
      ...extra,
    });
    sockets.push(socket);
    return socket;
  }

  async function enter(topics?: string[]): Promise<Socket> {
    const socket = open({ ticket: ticket(topics) });
    await heard(socket, 'connect');
    return socket;
  }

  return { time, recorder, gateway, port, ticket, ticketUntil, open, enter };
}

export const heard = <T>(socket: Socket, event: string) =>
  new Promise<T>((resolve) => socket.once(event, (value: T) => resolve(value)));

export const subscribe = (socket: Socket, request: object): Promise<SubscribeReply> =>
  socket.emitWithAck('subscribe', request);

/** Resolves when everything that the server sent before has arrived. */
export const caughtUp = (socket: Socket) => socket.emitWithAck('unsubscribe', {});
