/** The worker of `bench pages`: the real recorder and live gateway, fed with made-up facts at a rate that is told over HTTP. */
import { createServer } from 'node:http';
import type { Fact } from '#contract';
import { readEnv } from '../../server/config/env';
import { internalKey } from '../../server/config/internal-key';
import { createLog } from '../../server/config/log';
import { createWorkerHttp } from '../../server/control/door';
import { createEventBus } from '../../server/events/bus';
import { createLiveGateway } from '../../server/live/gateway';
import { createTicketGate } from '../../server/live/ticket';
import { createRecorder } from '../../server/record/recorder';
import { openStore } from '../../server/store/open';
import { createSystemTime } from '../../server/time/system-time';
import { every, wallNow } from '../../server/time/time';
import { createBoardLoad } from './board-load';

/** Told by the bench in this process's environment. */
const wish = {
  agents: Number(process.env.BENCH_AGENTS),
  teams: Number(process.env.BENCH_TEAMS),
  port: Number(process.env.BENCH_PORT),
};
/** Facts go out in small portions, as they would come in. */
const TICK_MS = 20;

const env = readEnv();
const log = createLog('bench', 'error');
const time = createSystemTime();
const key = Buffer.from(internalKey(env.dataDir).reveal(), 'hex');
const store = await openStore(env.databaseUrl);
const bus = createEventBus('local', time, (error) => log.error({ err: error }, 'a listener failed'));
const recorder = createRecorder({ store, bus, time, observerId: 'local', log });
const publish = (fact: Fact): void => void bus.publish(fact);
const load = createBoardLoad(wish.agents, wish.teams);
await recorder.start();
for (const fact of load.seed(time.now())) publish(fact);
await recorder.flush();

let perSecond = 0;
let owed = 0;
every(time, TICK_MS, () => {
  owed += (perSecond * TICK_MS) / 1_000;
  for (; owed >= 1; owed--) publish(load.next(time.now()));
});

const httpServer = createWorkerHttp({
  revoke: () => 0,
  reload: async () => ({ problem: null, applied: [] }),
  ...{ key, log, metrics: { contentType: 'text/plain', scrape: async () => '' } },
  health: () => ({
    ...{ status: 'ok', runId: recorder.runId, startedAtMs: 0, database: 'ok', sessions: { total: 0, online: 0 } },
    recorder: { queued: recorder.queued(), lastCommitAtMs: recorder.lastCommitAt() },
  }),
  execute: () => ({ status: 'refused', message: 'a benchmark' }),
  alertsNow: () => ({ at: 0, alerts: [], total: 0, rules: [] }),
  letters: { ready: () => false, send: async () => 'no-mail' },
  testConnection: async () => undefined,
});
createLiveGateway({
  ...{ httpServer, source: recorder, epoch: await store.epoch(), time, log },
  gate: createTicketGate(key, { now: () => wallNow(time) }),
});
httpServer.listen(env.workerPort, env.workerHost);

createServer((req, res) => {
  const url = new URL(req.url ?? '/', 'http://bench');
  const count = Number(url.searchParams.get('n') ?? 0);
  if (url.pathname === '/rate') perSecond = count;
  if (url.pathname === '/drop') for (const fact of load.drop(count, time.now())) publish(fact);
  res.end(JSON.stringify({ at: wallNow(time), queued: recorder.queued() }));
}).listen(wish.port, '127.0.0.1');

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
