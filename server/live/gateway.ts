/** The live gateway: streams committed events to pages over socket.io on `/live`, in numbered batches per topic (DESIGN §7). */
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { Server, type Socket } from 'socket.io';
import {
  type Batch,
  type EpochMs,
  LIVE_PATH,
  LIVE_TICKET_RENEW_MS,
  liveAuth,
  PULSE_INTERVAL_MS,
  type Pulse,
  type Recorded,
  type RecordingState,
} from '#contract';
import { createAlarm, every, type Time, wallNow } from '../time/time';
import { watchBacklog } from './backlog';
import { isSameOrigin } from './origin';
import { piecesOf } from './pieces';
import type { TicketClaims, TicketGate } from './ticket';
import { createTopicLogs, defaultLimits, type LogLimits, type Remembered } from './topic-logs';
import { answerRenew, answerSubscribe, answerUnsubscribe, MAX_MESSAGES, type Visitor, visitorOf } from './visitor';

/** Committed events as the recorder tells of them: consecutive, each once, in order of seq. */
export interface CommittedSource {
  onCommitted(listener: (events: readonly Recorded[]) => void): () => void;
  lastSeq(): number;
  /** When the recorder last committed anything, liveness included; null = not yet. Default: when it last told of events. */
  lastCommitAt?(): EpochMs | null;
  /** Default: it records. */
  recording?(): RecordingState;
}

export interface LiveGatewayOptions {
  httpServer: HttpServer;
  source: CommittedSource;
  /** Identity of the database. */
  epoch: string;
  /** The newest events of the database, up to the source's last seq: pages that followed the run before then continue without a resync. */
  recent?: Remembered & { through: number };
  gate: TicketGate;
  time: Time;
  log: Pick<Logger, 'info' | 'warn'>;
  limits?: LogLimits;
  maxClients?: number;
  /** What may wait for one page that reads slowly; more, and it is cut off and has to come back. */
  maxBacklogBytes?: number;
  /** Pages that are sent for a new snapshot spread over this time. */
  resyncJitterMs?: number;
}

export interface LiveGateway {
  clients(): number;
  /** Ends every connection of this actor, who comes back with a new ticket or not at all. @returns how many there were */
  revoke(actor: string): number;
  /** Ends every connection; the HTTP server stays its owner's. */
  close(): Promise<void>;
}

interface Incoming {
  subscribe(payload: unknown, ack: unknown): void;
  unsubscribe(payload: unknown, ack: unknown): void;
  renew(payload: unknown, ack: unknown): void;
}
interface Outgoing {
  batch(batch: Batch): void;
  pulse(pulse: Pulse): void;
}
type LiveServer = Server<Incoming, Outgoing, Record<string, never>, { visitor: Visitor }>;
type LiveSocket = Socket<Incoming, Outgoing, Record<string, never>, { visitor: Visitor }>;

/** How many of the newest events are worth giving to a new gateway. */
export const RECENT_EVENTS = 2_000;
/** A snapshot of a database that takes nothing is soon older than what the stream reaches back to: asking often does not help. */
const AHEAD_JITTER_MS = 20_000;
/** A page's timer for the renewal may be late by this much. */
const RENEW_GRACE_MS = 60_000;
/** The largest thing a page has to say is a ticket. */
const MAX_MESSAGE_BYTES = 16 * 1024;

export function createLiveGateway(options: LiveGatewayOptions): LiveGateway {
  const { source, epoch, gate, time, log } = options;
  const maxBacklogBytes = options.maxBacklogBytes ?? 4 * 2 ** 20;
  const page = { epoch, jitterMs: options.resyncJitterMs ?? 1_000 };
  const logs = createTopicLogs(epoch, source.lastSeq(), options.limits ?? defaultLimits, recentOf(options));
  const alarm = createAlarm(time, sendDue);
  let recordedAt: EpochMs | null = null;
  const io = openServer(options);

  function sendDue(): void {
    for (const batch of logs.due(time.now())) {
      // The adapter serialises once for the whole room; nobody there, nothing to serialise.
      if (!io.of('/').adapter.rooms.has(batch.topic)) continue;
      for (const piece of piecesOf(marked(batch))) io.to(batch.topic).emit('batch', piece);
    }
    alarm.set(logs.nextDueAt());
  }

  function marked(batch: Batch): Batch {
    return isAhead() ? { ...batch, ahead: true } : batch;
  }

  function isAhead(): boolean {
    return source.recording?.().state === 'refused';
  }

  function pulseNow(): Pulse {
    const recording = source.recording?.() ?? { state: 'ok' };
    const lastCommitAt = source.lastCommitAt?.() ?? recordedAt;
    // Pages compare these with the times of events, which follow the wall clock.
    return {
      at: wallNow(time),
      recordedAt: lastCommitAt === null ? null : lastCommitAt + time.wallOffsetMs(),
      recording,
    };
  }

  function pulse(): void {
    const at = time.now();
    io.volatile.emit('pulse', pulseNow());
    for (const socket of io.of('/').sockets.values()) {
      socket.data.visitor.messages = 0;
      if (socket.data.visitor.validUntil < at) hangUp(socket, 'ticket not renewed');
    }
  }

  function hangUp(socket: LiveSocket, why: string): void {
    log.info({ actor: socket.data.visitor.actor, why }, 'live socket closed');
    socket.disconnect(true);
  }

  function validUntil({ endsAt }: TicketClaims): EpochMs {
    return Math.min(time.now() + LIVE_TICKET_RENEW_MS + RENEW_GRACE_MS, endsAt ?? Number.POSITIVE_INFINITY);
  }

  io.use((socket, next) => {
    const auth = liveAuth.safeParse(socket.handshake.auth);
    const admission = auth.success ? gate.admit(auth.data.ticket) : null;
    if (admission === null || admission.status === 'refused') {
      return next(new Error(`ticket refused: ${admission?.reason ?? 'malformed'}`));
    }
    socket.data.visitor = visitorOf(admission.claims, validUntil(admission.claims));
    next();
  });

  io.on('connection', (socket) => {
    watchBacklog(socket.conn, maxBacklogBytes, (bytes) => {
      log.warn({ actor: socket.data.visitor.actor, bytes }, 'live socket reads too slowly');
      socket.conn.close(true);
    });
    serve(socket);
    // A page need not wait a second to know that its stream is alive.
    socket.emit('pulse', pulseNow());
  });

  /** Joining the room, the reply and the missed batch happen in one turn: no batch of the room can come between them. */
  function serve(socket: LiveSocket): void {
    const { visitor } = socket.data;
    socket.use((_packet, next) => {
      visitor.messages += 1;
      if (visitor.messages > MAX_MESSAGES) hangUp(socket, 'too many messages');
      else next();
    });
    socket.on('subscribe', (payload, ack) => {
      const { reply, joined } = answerSubscribe(
        visitor,
        payload,
        logs,
        isAhead() ? { ...page, jitterMs: AHEAD_JITTER_MS } : page,
      );
      if (joined !== null) void socket.join(joined.topic);
      tell(ack, reply);
      if (joined?.missed) for (const piece of piecesOf(marked(joined.missed))) socket.emit('batch', piece);
    });
    socket.on('unsubscribe', (payload, ack) => {
      const topic = answerUnsubscribe(visitor, payload);
      if (topic !== null) void socket.leave(topic);
      tell(ack, { status: topic === null ? 'invalid' : 'ok' });
    });
    socket.on('renew', (payload, ack) => {
      const { reply, hangUp: why } = answerRenew(visitor, payload, gate, validUntil);
      tell(ack, reply);
      if (why !== null) hangUp(socket, why);
    });
  }

  const stopListening = source.onCommitted((events) => {
    recordedAt = time.now();
    logs.take(events);
    sendDue();
  });
  const stopPulse = every(time, PULSE_INTERVAL_MS, pulse);

  return {
    clients: () => io.of('/').sockets.size,
    revoke(actor) {
      gate.revoke(actor);
      const theirs = [...io.of('/').sockets.values()].filter((s) => s.data.visitor.actor === actor);
      for (const socket of theirs) hangUp(socket, 'rights revoked');
      return theirs.length;
    },
    async close() {
      stopListening();
      stopPulse();
      alarm.set(null);
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

/** None when they do not reach the last seq: a hole in the stream would be worse than a resync. */
function recentOf({ recent, source }: LiveGatewayOptions): Remembered | undefined {
  return recent?.through === source.lastSeq() ? recent : undefined;
}

function openServer({ httpServer, maxClients = 2_000 }: LiveGatewayOptions): LiveServer {
  const io: LiveServer = new Server(httpServer, {
    path: LIVE_PATH,
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    connectTimeout: 10_000,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    allowRequest: (req, answer) => {
      if (!isSameOrigin(originOf(req))) answer('foreign origin', false);
      else if (io.engine.clientsCount >= maxClients && !hasSession(req)) answer('too many clients', false);
      else answer(null, true);
    },
  });
  return io;
}

/** A poll or upgrade of a connection that is already counted. */
function hasSession(req: IncomingMessage): boolean {
  return /[?&]sid=/.test(req.url ?? '');
}

function originOf(req: IncomingMessage) {
  const forwarded = req.headers['x-forwarded-host'];
  return {
    origin: req.headers.origin,
    host: req.headers.host,
    forwardedHost: Array.isArray(forwarded) ? forwarded[0] : forwarded,
  };
}

/** A page that asks for no acknowledgement gets none. */
function tell(ack: unknown, reply: unknown): void {
  if (typeof ack === 'function') ack(reply);
}
