/**
 * What had gone wrong in the day before the demo was opened. Times count from its start; the last two hours are told finer, with a ping
 * every 2 s instead of every 10 s.
 *
 *   3:10  the Notification Service on A restarts, 3:25 that on B: a maintenance window
 *   9:40  TCP to A jitters for four minutes
 *  11:15  TCP to B is reset, and refused for 15 s
 *  14:25  BOSH on A is slow for three minutes
 *  16:50  BOSH on B misses a ping or two
 *  19:02  WebSocket on A is lost to a hung server, back after 70 s
 *  22:12  BOSH on A jitters for a minute
 *  23:31  WebSocket on A misses a ping
 *  and on B, in the last two hours:
 *  22:18  BOSH slow for a minute and a half
 *  22:31  WebSocket lost to a hung server, back after 20 s
 *  22:47  a missed ping over TCP
 *  23:05  TCP reset by the server, which refuses connections for 15 s
 *  23:22  a missed ping over BOSH, another over WebSocket
 *  23:38  TCP jitters for two minutes
 *  23:49  a missed ping over BOSH
 */
import type { TransportKind } from '#contract';
import type { Side } from '../simulator/finesse/model';
import type { FaultScript } from '../simulator/script';

export const HISTORY_MS = 24 * 60 * 60_000;
/** How much of it, at its end, is told with the demo's own pings. */
export const FINE_MS = 2 * 60 * 60_000;

type Step = FaultScript['steps'][number];

const clock = (hours: number, minutes: number, seconds = 0): number => ((hours * 60 + minutes) * 60 + seconds) * 1_000;
const minutes = (n: number): number => n * 60_000;

function slow(atMs: number, transport: TransportKind, delayMs: number, jitterMs: number, forMs: number): Step {
  const faults: Step['faults'] = [{ kind: 'delay', transport, delayMs, jitterMs, forMs }];
  return { atMs, label: `${transport} is slow`, faults, effect: { kind: 'degrades', forMs } };
}

function missesPing(atMs: number, transport: TransportKind, forMs = 2_000): Step {
  const faults: Step['faults'] = [{ kind: 'freeze-pings', transport, forMs }];
  return { atMs, label: `${transport} misses a ping`, faults, effect: { kind: 'degrades', forMs: forMs + 1_000 } };
}

function hangs(atMs: number, transport: TransportKind, forMs: number, lostByMs: number): Step {
  const faults: Step['faults'] = [{ kind: 'half-open', transport, forMs }];
  return { atMs, label: `${transport} hangs`, faults, effect: { kind: 'loses', lostByMs, backByMs: 2 * forMs } };
}

function refused(atMs: number, transport: TransportKind): Step {
  const faults: Step['faults'] = [
    { kind: 'refuse', transport, forMs: 15_000 },
    { kind: 'close', transport },
  ];
  return {
    ...{ atMs, label: `${transport} is reset and refused`, faults },
    effect: { kind: 'loses', lostByMs: 1_000, backByMs: 60_000 },
  };
}

/** The whole Notification Service: everybody is sent away, and nobody let in for a while. */
function restarts(atMs: number): Step {
  const faults: Step['faults'] = [
    { kind: 'refuse', transport: 'all', forMs: 45_000 },
    { kind: 'terminate', transport: 'all', condition: 'system-shutdown' },
  ];
  return { atMs, label: 'a restart', faults, effect: { kind: 'loses', lostByMs: 1_000, backByMs: 120_000 } };
}

const scriptOf = (steps: Step[]): FaultScript => ({
  // never a second round
  roundMs: 2 * HISTORY_MS,
  steps,
});

export const historyScripts: Readonly<Record<Side, FaultScript>> = {
  A: scriptOf([
    restarts(clock(3, 10)),
    slow(clock(9, 40), 'tcp', 4, 45, minutes(4)),
    slow(clock(14, 25), 'bosh', 50, 80, minutes(3)),
    hangs(clock(19, 2), 'websocket', 70_000, 45_000),
    slow(clock(22, 12), 'bosh', 5, 60, minutes(1)),
    missesPing(clock(23, 31), 'websocket'),
  ]),
  B: scriptOf([
    restarts(clock(3, 25)),
    refused(clock(11, 15), 'tcp'),
    missesPing(clock(16, 50), 'bosh', 12_000),
    slow(clock(22, 18), 'bosh', 45, 70, minutes(1.5)),
    hangs(clock(22, 31), 'websocket', 20_000, 9_000),
    missesPing(clock(22, 47, 11), 'tcp'),
    refused(clock(23, 5), 'tcp'),
    missesPing(clock(23, 22, 5), 'bosh'),
    missesPing(clock(23, 22, 40), 'websocket'),
    slow(clock(23, 38), 'tcp', 4, 40, minutes(2)),
    missesPing(clock(23, 49, 30), 'bosh'),
  ]),
};
