/** The only opener of the live socket: tickets, renewal, pulses and the way back after a break. One per browser tab. */
import { io, type Socket } from 'socket.io-client';
import {
  type Batch,
  batch as batchSchema,
  type EpochMs,
  LIVE_PATH,
  LIVE_TICKET_RENEW_MS,
  pulse as pulseSchema,
  renewReply,
  type SubscribeReply,
  type SubscribeRequest,
  subscribeReply,
  type Topic,
} from '#contract';
import type { BrowserTime } from './browser-time';
import { createClockOffset } from './clock-offset';
import { type LinkView, unlinked } from './trust';

export interface LinkListener {
  /** The socket is open: now is the time to subscribe. */
  opened(): void;
  batch(batch: Batch): void;
}

export interface Link {
  view(): LinkView;
  onChange(listener: () => void): () => void;
  /** Server time, as well as the pulses tell. */
  now(): number;
  /** Hears batches until the answer is called; `opened` at once when the socket is open already. */
  attach(listener: LinkListener): () => void;
  /** null: the socket broke, or the answer made no sense. */
  request(request: SubscribeRequest): Promise<SubscribeReply | null>;
  leave(topic: Topic): void;
}

const ANSWER_TIMEOUT_MS = 10_000;
/** An upgrade that a proxy swallows is given up after this, and tried again beside a connection that polls. */
const CONNECT_TIMEOUT_MS = 8_000;
const pollingFirst = ['polling', 'websocket'];
/** A refused handshake is not retried by socket.io itself. */
const REFUSED_RETRY_MS = 2_000;

export interface LinkOptions {
  basePath: string;
  /** Server time when this document was made: until the first pulse it corrects a browser clock that is wrong. */
  renderedAt: EpochMs;
  /** null = none could be had; the handshake then fails and is tried again */
  fetchTicket(): Promise<string | null>;
}

export function createLink(time: BrowserTime, { basePath, renderedAt, fetchTicket }: LinkOptions): Link {
  const socket = openSocket(basePath, fetchTicket);
  const offset = createClockOffset();
  offset.heard(renderedAt, time.now());
  const listeners = new Set<LinkListener>();
  const watchers = new Set<() => void>();
  let view: LinkView = unlinked;
  let webSocketWorks = false;
  let cancelRenewal: () => void = () => undefined;

  const now = (): number => time.now() + offset.ms();

  function show(change: Partial<LinkView>): void {
    view = { ...view, ...change };
    for (const watcher of watchers) watcher();
  }

  function later(run: () => void): void {
    time.after(REFUSED_RETRY_MS * (0.5 + time.random()), run);
  }

  function renewLater(): void {
    cancelRenewal();
    cancelRenewal = time.after(LIVE_TICKET_RENEW_MS, () => void renew(socket, fetchTicket).then(renewLater));
  }

  socket.on('connect', () => {
    webSocketWorks ||= socket.io.engine.transport.name === 'websocket';
    show({ status: 'open', lastSignAt: now() });
    renewLater();
    for (const listener of listeners) listener.opened();
  });
  socket.on('disconnect', (reason) => {
    cancelRenewal();
    show({ status: 'reconnecting' });
    if (reason === 'io server disconnect') later(() => socket.connect());
  });
  socket.on('connect_error', () => {
    show({ status: view.lastSignAt === null ? 'connecting' : 'reconnecting' });
    if (!socket.active) later(() => socket.connect());
    else if (!webSocketWorks) socket.io.opts.transports = pollingFirst;
  });
  socket.on('pulse', (data: unknown) => {
    const pulse = pulseSchema.safeParse(data);
    if (!pulse.success) return;
    offset.heard(pulse.data.at, time.now());
    const { at, recordedAt, recording = { state: 'ok' } } = pulse.data;
    show({ lastSignAt: now(), pulsedAt: at, recordedAt, recording });
  });
  socket.on('batch', (data: unknown) => {
    const batch = batchSchema.safeParse(data);
    if (!batch.success) return;
    for (const listener of listeners) listener.batch(batch.data);
    const newest = Math.max(...batch.data.events.map((e) => e.at));
    if (batch.data.ahead === true) show({ aheadAt: now() });
    show({ lastSignAt: now(), ...(Number.isFinite(newest) ? { lagMs: Math.max(0, now() - newest) } : {}) });
  });

  return {
    view: () => view,
    now,
    onChange: (watcher) => added(watchers, watcher),
    attach(listener) {
      if (socket.connected) listener.opened();
      return added(listeners, listener);
    },
    request: (request) => ask(socket, 'subscribe', request, (reply) => subscribeReply.safeParse(reply).data ?? null),
    leave: (topic) => void socket.emit('unsubscribe', { topic }),
  };
}

function openSocket(basePath: string, fetchTicket: () => Promise<string | null>): Socket {
  return io({
    path: `${basePath}${LIVE_PATH}`,
    // Proxies that know no WebSocket still let polling through.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    timeout: CONNECT_TIMEOUT_MS,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
    // Asked for at every handshake, because a ticket works once.
    auth: (give) => void fetchTicket().then((ticket) => give({ ticket: ticket ?? '' })),
  });
}

async function renew(socket: Socket, fetchTicket: () => Promise<string | null>): Promise<void> {
  const ticket = await fetchTicket();
  if (ticket === null || !socket.connected) return;
  const reply = await ask(socket, 'renew', { ticket }, (data) => renewReply.safeParse(data).data ?? null);
  if (reply?.status === 'denied') socket.disconnect().connect();
}

async function ask<T>(
  socket: Socket,
  event: string,
  data: unknown,
  parse: (reply: unknown) => T | null,
): Promise<T | null> {
  try {
    return parse(await socket.timeout(ANSWER_TIMEOUT_MS).emitWithAck(event, data));
  } catch {
    return null;
  }
}

function added<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}
