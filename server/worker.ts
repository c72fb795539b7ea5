/** The worker, wired in the order in which data flows: configuration, store, events, sessions, live gateway. */
import { once } from 'node:events';
import { join } from 'node:path';
import type { Fact, WorkerHealth } from '#contract';
import { type Env, environmentVariables, readEnv } from './config/env';
import { accepted, type LoadResult, loadConfig } from './config/file';
import { instanceId } from './config/instance-id';
import { internalKey } from './config/internal-key';
import { createLog } from './config/log';
import { ownItemsOf } from './config/own-items';
import { problemSentence } from './config/problem';
import { createPseudonyms } from './config/pseudonyms';
import type { HoldfastConfig } from './config/schema';
import { openKeyring } from './config/sealing';
import { installedVersion } from './config/version';
import { createWorkerHttp } from './control/door';
import { watchLoopLag } from './control/loop-lag';
import { createMetrics } from './control/metrics';
import { createEventBus } from './events/bus';
import { createLiveGateway, RECENT_EVENTS } from './live/gateway';
import { createTicketGate } from './live/ticket';
import { watchObserver } from './monitor/observer-watch';
import { createKeeper } from './record/history/keeper';
import { createRecorder } from './record/recorder';
import { createTranscripts } from './record/transcripts';
import { openStore } from './store/open';
import { openSettingsStore } from './store/settings/store';
import { createSystemTime } from './time/system-time';
import { wallNow } from './time/time';
import { openWire } from './transport/open';
import { createAlerts } from './worker/alerts';
import { copyInProcess, createBackups } from './worker/backups';
import { createCommands } from './worker/commands';
import { createConnectionTests } from './worker/connection-test/configured';
import { isWatched } from './worker/gone-clusters';
import { createHeart } from './worker/heart';
import { createMailer } from './worker/mail';
import { createMeasuring } from './worker/measuring';
import { tellPrivacy } from './worker/privacy';
import { createReload } from './worker/reload';
import { openSession } from './xmpp/session';

const OBSERVER_ID = 'local';
/** PostgreSQL has tools of its own for this. */
const backupsFor = ({ backup }: HoldfastConfig, { databaseUrl }: Env) =>
  databaseUrl.startsWith('file:') ? backup : null;

const STOP_GRACE_MS = 5_000;

async function runWorker(): Promise<void> {
  const env = readEnv();
  const log = createLog('worker', env.logLevel);
  const time = createSystemTime();
  const startedAtMs = time.now();
  const key = Buffer.from(internalKey(env.dataDir).reveal(), 'hex');

  const store = await openStore(env.databaseUrl);
  const settings = await openSettingsStore(env.databaseUrl);
  async function readSettings(): Promise<LoadResult> {
    const own = ownItemsOf(await settings.settings(), openKeyring(env));
    return loadConfig(env.configFile, environmentVariables(), { instanceId: instanceId(env.dataDir), own });
  }
  let config = accepted(await readSettings());
  const bus = createEventBus(OBSERVER_ID, time, (error, event) =>
    log.error({ err: error, event: event.type }, 'listener failed'),
  );
  const recorder = createRecorder({ store, bus, time, observerId: OBSERVER_ID, log, version: installedVersion() });
  const keeper = createKeeper({
    ...{ store: store.history, time, retention: config.history, pseudonymOf: createPseudonyms(key), log },
    mayWrite: () => recorder.healthy(),
  });
  const loopLag = watchLoopLag();
  const metrics = createMetrics({
    observerId: OBSERVER_ID,
    recorderQueue: () => recorder.queued(),
    liveClients: () => gateway.clients(),
    history: {
      figures: keeper.stats,
      databaseBytes: store.databaseBytes,
      recording: () => recorder.recording().state === 'ok',
    },
    alerts: () => alerts.engine.figures,
    loopLag,
  });
  bus.subscribe(metrics.onEvent);
  await recorder.start();
  await tellPrivacy({ store, time }, config);
  const known = await store.documents('agent', null);
  metrics.knowAgents(known.filter(({ clusterKey }) => isWatched(config, clusterKey)));

  const alerts = await createAlerts({ config, store, bus, time, log, key });
  await alerts.start();
  const heart = createHeart({ time, log }, () => recorder.healthy());
  heart.configure(config);
  const backups = createBackups({
    ...{ time, log, usualFolder: join(env.dataDir, 'backups') },
    copyTo: copyInProcess(!import.meta.url.endsWith('.ts')),
  });

  const transcripts = createTranscripts({ store: store.transcripts, time, log });
  const watch = watchObserver(time, time, (fact) => bus.publish(fact));
  const measuring = await createMeasuring({
    ...{ config, store, time, openSession, openWire, log, demo: env.demo },
    publish: (fact: Fact): void => void bus.publish(fact),
    subscribe: bus.subscribe.bind(bus),
    flush: () => recorder.flush(),
    seenUntil: (await store.previousRun(OBSERVER_ID))?.aliveAt ?? null,
    stalledSince: (monoMs) => watch.stalledSince(monoMs),
    ...{ onTarget: metrics.cover, onTranscript: transcripts.take },
  });
  const { fleet } = measuring;
  const reload = createReload({
    log,
    async read() {
      const result = await readSettings();
      return result.ok ? result : { ok: false, problem: result.problems.map(problemSentence).join('; ') };
    },
    async apply(next, actor) {
      // Alerting first: it alone writes, and then nothing else has changed when the database refuses.
      await alerts.configure(next, actor);
      const changed = await measuring.configure(next);
      config = next;
      keeper.setRetention(next.history);
      await tellPrivacy({ store, time }, next, actor);
      heart.configure(next);
      backups.configure(backupsFor(next, env));
      return changed;
    },
  });

  const execute = createCommands({
    now: () => time.now(),
    publish: bus.publish,
    fleet,
    hasAgents: (clusterKey) => isWatched(config, clusterKey),
    retryAccounts: measuring.retryAccounts,
    alerts: alerts.execute,
  });
  const httpServer = createWorkerHttp({
    key,
    revoke: (visitor) => gateway.revoke(visitor),
    reload: async (actor) => {
      await started;
      return reload(actor);
    },
    health,
    metrics,
    execute,
    alertsNow: alerts.engine.now,
    letters: createMailer(() => config.notify),
    testConnection: createConnectionTests(() => config, time),
    log,
  });
  const gateway = createLiveGateway({
    httpServer,
    source: recorder,
    epoch: await store.epoch(),
    recent: await store.latestEvents(RECENT_EVENTS),
    gate: createTicketGate(key, { now: () => wallNow(time) }),
    time,
    log,
  });

  function health(): WorkerHealth {
    const lastCommitAtMs = recorder.lastCommitAt();
    const database = recorder.healthy() ? 'ok' : 'failing';
    return {
      status: database,
      runId: recorder.runId,
      startedAtMs,
      database,
      sessions: fleet.counts(),
      recorder: { queued: recorder.queued(), lastCommitAtMs },
      recording: recorder.recording(),
    };
  }

  let started: Promise<void> = Promise.resolve();
  let stopping = false;
  async function stop(why: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ why }, 'worker stops');
    time.after(STOP_GRACE_MS, () => process.exit(1));
    await measuring.stop();
    watch.stop();
    heart.stop();
    backups.stop();
    await alerts.stop();
    await keeper.stop();
    await transcripts.stop();
    await recorder.stop();
    await gateway.close();
    httpServer.close();
    httpServer.closeAllConnections();
    loopLag.close();
    await settings.close();
    await store.close();
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  // The supervisor is gone: nobody would restart or stop us.
  process.on('disconnect', () => void stop('supervisor gone'));

  httpServer.listen(env.workerPort, env.workerHost);
  await once(httpServer, 'listening');
  if (stopping) return;
  started = measuring.start();
  await started;
  if (stopping) return;
  keeper.start();
  backups.configure(backupsFor(config, env));
  log.info({ targets: config.targets.length, port: env.workerPort }, 'worker is measuring');
}

runWorker().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
