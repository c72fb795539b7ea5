/** The serving side of `bench live`, in a process of its own: streams the same events once through the gateway and once bare. */
import { createServer } from 'node:http';
import { pino } from 'pino';
import { Server } from 'socket.io';
import { createLiveGateway } from '../../server/live/gateway';
import { createTicketGate } from '../../server/live/ticket';
import { createSystemTime } from '../../server/time/system-time';
import { createFakeRecorder, EPOCH } from '../live/support';

export const BENCH_KEY = Buffer.alloc(32, 9);
export const TARGET = 'lab/a/tcp';

export interface Run {
  kind: 'bare' | 'holdfast';
  everyMs: number;
  seconds: number;
}
export interface Ran {
  events: number;
  cpuMsPerS: number;
}

/** Monotonic over all processes of this machine, in ms. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

function serve(): void {
  const recorder = createFakeRecorder();
  const time = createSystemTime();
  const held = createServer();
  createLiveGateway({
    httpServer: held,
    source: recorder,
    epoch: EPOCH,
    gate: createTicketGate(BENCH_KEY, time),
    time,
    log: pino({ level: 'silent' }),
  });
  const plain = createServer();
  const bare = new Server(plain, { path: '/live', serveClient: false });
  bare.on('connection', (socket) => void socket.join('room'));

  async function run({ kind, everyMs, seconds }: Run): Promise<Ran> {
    const cpu = process.cpuUsage();
    const startedAt = nowMs();
    let events = 0;
    const one = () => {
      // The event carries the moment of its commit where a ping has its id.
      const event = recorder.next(TARGET, String(nowMs()));
      events += 1;
      if (kind === 'bare') bare.to('room').emit('event', event);
      else recorder.tell([event]);
    };
    await new Promise<void>((resolve) => {
      const timer = setInterval(
        () => {
          const due = Math.floor((nowMs() - startedAt) / everyMs);
          while (events < due) one();
          if (nowMs() - startedAt < seconds * 1_000) return;
          clearInterval(timer);
          resolve();
        },
        Math.min(everyMs, 5),
      );
    });
    const { user, system } = process.cpuUsage(cpu);
    return { events, cpuMsPerS: (user + system) / 1e3 / seconds };
  }

  process.on('message', (message: Run) => void run(message).then((ran) => process.send?.(ran)));
  process.on('disconnect', () => process.exit(0));
  held.listen(0, '127.0.0.1', () =>
    plain.listen(0, '127.0.0.1', () => process.send?.({ holdfast: held.address(), bare: plain.address() })),
  );
}

if (process.send !== undefined) serve();
