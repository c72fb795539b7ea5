/** A page without a screen: follows topics by the rules of the contract and writes down everything that it was ever told. */
import { io, type Socket } from 'socket.io-client';
import { type Batch, batch as batchSchema, type Recorded, type SubscribeReply, type Topic } from '#contract';
import { issueTicket } from '../../server/live/ticket';
import { onBatch, onReply, type PageModel, pageFrom } from '../live/support';
import type { Bench } from './worker-process';

/** A page's life between two snapshots. */
export interface Segment {
  topic: Topic;
  page: PageModel;
}

export interface Page {
  /** By seq. */
  told: ReadonlyMap<number, Recorded>;
  /** What can never be: one seq with two identities. */
  contradictions: readonly string[];
  segments: readonly Segment[];
  batches(): number;
  /** How often the socket ended without our wish. */
  breaks(): number;
  /** Opens the socket and subscribes from where each topic stands; says how that went. */
  come(): Promise<'resumed' | 'resynced'>;
  /** The first event, already told or still to come, of which this is true. */
  see(isIt: (e: Recorded) => boolean): Promise<Recorded>;
  /** Resolves after so many more batches, or when the socket ends. */
  hear(batches: number): Promise<void>;
  leave(): void;
}

/** Where a page connects, and where its snapshots come from. */
export type PageHost = Pick<Bench, 'port' | 'key' | 'database'>;

export function openPage(bench: PageHost, topics: readonly Topic[]): Page {
  const told = new Map<number, Recorded>();
  const contradictions: string[] = [];
  const segments: Segment[] = [];
  const current = new Map<Topic, PageModel>();
  let socket: Socket | null = null;
  let batches = 0;
  let breaks = 0;
  let onHeard: () => void = () => undefined;

  async function snapshot(topic: Topic): Promise<PageModel> {
    const { lastSeq, epoch } = await bench.database.overviewSnapshot(Date.now(), 60_000);
    const page = pageFrom(lastSeq, epoch);
    current.set(topic, page);
    segments.push({ topic, page });
    return page;
  }

  function take(b: Batch): void {
    batches += 1;
    for (const e of b.events) {
      const before = told.get(e.seq);
      if (before !== undefined && before.eventId !== e.eventId)
        contradictions.push(`${e.seq} was told twice, differently`);
      told.set(e.seq, e);
    }
    const page = current.get(b.topic);
    if (page !== undefined && !page.mustResync) onBatch(page, b);
    onHeard();
  }

  /** Subscribes, with a new snapshot whenever the gateway or the stream asks for one. */
  async function follow(open: Socket, topic: Topic): Promise<'resumed' | 'resynced'> {
    let page = current.get(topic);
    let how: 'resumed' | 'resynced' = 'resumed';
    for (let tries = 0; tries < 20; tries++) {
      if (page === undefined || page.mustResync) {
        how = 'resynced';
        page = await snapshot(topic);
      }
      const request = { topic, lastSeq: page.lastSeq, epoch: page.epoch };
      const reply: SubscribeReply = await open.emitWithAck('subscribe', request);
      onReply(page, reply);
      if (!page.mustResync) return how;
    }
    throw new Error(`${topic} could not be followed`);
  }

  return {
    told,
    contradictions,
    segments,
    batches: () => batches,
    breaks: () => breaks,
    async come() {
      const ticket = issueTicket(bench.key(), {
        topics: ['cluster:*', 'agents:*', 'team:*', 'target:*', 'observer', 'admin'],
        actor: 'page',
        at: Date.now(),
      });
      const open = io(`http://127.0.0.1:${bench.port}`, {
        path: '/live',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        auth: { ticket },
      });
      socket = open;
      open.on('batch', (b: unknown) => take(batchSchema.parse(b)));
      open.on('disconnect', (reason) => {
        if (reason !== 'io client disconnect') breaks += 1;
        onHeard();
      });
      await new Promise<void>((resolve, reject) => {
        open.once('connect', () => resolve());
        open.once('connect_error', reject);
      });
      const ways = [];
      for (const topic of topics) ways.push(await follow(open, topic));
      return ways.includes('resynced') ? 'resynced' : 'resumed';
    },
    async see(isIt) {
      for (;;) {
        const seen = [...told.values()].find(isIt);
        if (seen !== undefined) return seen;
        if (socket?.connected !== true) throw new Error('the socket ended before it was seen');
        await this.hear(1);
      }
    },
    async hear(more) {
      const until = batches + more;
      await new Promise<void>((resolve) => {
        onHeard = () => {
          if (batches >= until || socket?.connected !== true) resolve();
        };
        onHeard();
      });
    },
    leave: () => void socket?.disconnect(),
  };
}
