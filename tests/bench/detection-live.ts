/** From a piece of evidence to the page: the real watch of agents, recorder, database, live gateway and a socket, on the system's clock. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { io } from 'socket.io-client';
import type { AgentProfile, Batch, FactSource } from '#contract';
import { createEventBus } from '../../server/events/bus';
import { createLiveGateway } from '../../server/live/gateway';
import { createTicketGate, issueTicket } from '../../server/live/ticket';
import { createAgentWatch } from '../../server/monitor/presence/agent-watch';
import { createRecorder } from '../../server/record/recorder';
import { migrate } from '../../server/store/migrate';
import { openStore } from '../../server/store/open';
import { createSystemTime } from '../../server/time/system-time';

export interface Measured {
  told: number;
  medianMs: number;
  p95Ms: number;
  mostMs: number;
}

const CLUSTER = 'bench';
const KEY = Buffer.alloc(32, 7);
const AGENTS = 300;
/** Apart from each other, so that a batch may be sent between two. */
const EVERY_MS = 37;

const profile: AgentProfile = {
  ...{ firstName: 'A', lastName: 'B', teamId: '1', teamName: 'One', site: null, extension: null, userType: null },
};

export async function evidenceToBrowser(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-detection-'));
  const url = `file:${join(folder, 'bench.db')}`;
  await migrate(url);
  const store = await openStore(url);
  const [time, log] = [createSystemTime(), pino({ level: 'silent' })];
  const bus = createEventBus('local', time, () => undefined);
  const recorder = createRecorder({ store, bus, time, observerId: 'local', log });
  await recorder.start();
  const epoch = await store.epoch();
  const httpServer = createServer();
  createLiveGateway({ httpServer, source: recorder, epoch, gate: createTicketGate(KEY, time), time, log });
  httpServer.listen(0, '127.0.0.1');
  await once(httpServer, 'listening');
  const address = httpServer.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  const watch = createAgentWatch({
    ...{ clusterKey: CLUSTER, service: 'finesse', time, publish: (fact) => void bus.publish(fact) },
    known: { agents: [], openDisconnects: [], groups: [], record: null },
  });
  const loginIds = Array.from({ length: AGENTS }, (_, i) => String(1001 + i));
  watch.learn({
    ...{ service: 'finesse', release: '12.6', sso: false, deployment: { type: 'UCCE', load: 0 } },
    ...{ granted: { presence: true, agentFeeds: true, connectedUsers: false }, listMeaning: 'unproven' },
  });
  watch.listed(
    loginIds.map((loginId) => ({ loginId, profile })),
    true,
  );
  const startedAt = time.now();
  for (const feed of ['presence', 'team-feed'] as const) watch.fresh('A', feed, startedAt, startedAt + 3_600_000);
  const source: FactSource = {
    ...{ feed: 'presence', nodeKey: 'a', side: 'A', release: null, serverAt: null, offsetMs: null },
    ...{ offsetErrorMs: null, reference: null },
  };
  const presence = (loginId: string, available: boolean): void => {
    const jid = `${loginId}@a/desktop`;
    watch.tell(
      loginId,
      { kind: 'presence', feed: 'presence', side: 'A', at: time.now(), available, jid, pushed: true },
      source,
    );
  };
  for (const loginId of loginIds) {
    const state = { kind: 'state', feed: 'team-feed', side: 'A', at: time.now(), state: 'READY' } as const;
    const more = { pendingState: null, code: -1, label: null, systemCode: null, extension: null };
    watch.tell(loginId, { ...state, ...more, serverAt: null, clockOffsetMs: 0 }, { ...source, feed: 'team-feed' });
    presence(loginId, true);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await recorder.flush();

  const ticket = issueTicket(KEY, { topics: [`agents:${CLUSTER}`], actor: 'bench', at: Date.now() });
  const socket = io(`http://127.0.0.1:${port}`, { path: '/live', transports: ['websocket'], auth: { ticket } });
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
  await socket.emitWithAck('subscribe', { topic: `agents:${CLUSTER}`, lastSeq: recorder.lastSeq(), epoch });
  const toldAt = new Map<string, number>();
  const tookMs: number[] = [];
  socket.on('batch', (batch: Batch) => {
    for (const event of batch.events) {
      if (event.type !== 'agent-health-changed' || event.health.kind !== 'at-risk') continue;
      const at = toldAt.get(event.loginId);
      if (at === undefined) continue;
      tookMs.push(performance.now() - at);
      toldAt.delete(event.loginId);
    }
  });
  for (const loginId of loginIds) {
    toldAt.set(loginId, performance.now());
    presence(loginId, false);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  socket.disconnect();
  watch.stop();
  await recorder.stop();
  httpServer.close();
  rmSync(folder, { recursive: true, force: true });
  const sorted = tookMs.sort((a, b) => a - b);
  const quantile = (q: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
  return { told: sorted.length, medianMs: quantile(0.5), p95Ms: quantile(0.95), mostMs: quantile(1) };
}
