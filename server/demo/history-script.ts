/**
 * What had gone wrong in the two hours before the demo was opened: an ordinary morning. Times count from its start.
 *
 *   0:18  BOSH slow for a minute and a half
 *   0:31  WebSocket lost to a hung server, back after 20 s
 *   0:47  a missed ping over TCP
 *   1:05  TCP reset by the server, which refuses connections for 15 s
 *   1:22  a missed ping over BOSH, another over WebSocket
 *   1:38  TCP jitters for two minutes
 *   1:49  a missed ping over BOSH
 */
import type { FaultScript } from '../simulator/script';

export const HISTORY_MS = 2 * 60 * 60_000;
const minutes = (n: number, seconds = 0): number => (n * 60 + seconds) * 1_000;
const missedPing = { kind: 'degrades', forMs: 3_000 } as const;

export const historyScript: FaultScript = {
  // never a second round
  roundMs: 2 * HISTORY_MS,
  steps: [
    {
      atMs: minutes(18),
      label: 'BOSH is slow',
      faults: [{ kind: 'delay', transport: 'bosh', delayMs: 45, jitterMs: 70, forMs: minutes(1, 30) }],
      effect: { kind: 'degrades', forMs: minutes(1, 30) },
    },
    {
      atMs: minutes(31),
      label: 'WebSocket hangs',
      faults: [{ kind: 'half-open', transport: 'websocket', forMs: 20_000 }],
      effect: { kind: 'loses', lostByMs: 9_000, backByMs: 40_000 },
    },
    {
      atMs: minutes(47, 11),
      label: 'TCP misses a ping',
      faults: [{ kind: 'freeze-pings', transport: 'tcp', forMs: 2_000 }],
      effect: missedPing,
    },
    {
      atMs: minutes(65),
      label: 'TCP is reset and refused',
      faults: [
        { kind: 'refuse', transport: 'tcp', forMs: 15_000 },
        { kind: 'close', transport: 'tcp' },
      ],
      effect: { kind: 'loses', lostByMs: 1_000, backByMs: 60_000 },
    },
    {
      atMs: minutes(82, 5),
      label: 'BOSH misses a ping',
      faults: [{ kind: 'freeze-pings', transport: 'bosh', forMs: 2_000 }],
      effect: missedPing,
    },
    {
      atMs: minutes(82, 40),
      label: 'WebSocket misses a ping',
      faults: [{ kind: 'freeze-pings', transport: 'websocket', forMs: 2_000 }],
      effect: missedPing,
    },
    {
      atMs: minutes(98),
      label: 'TCP jitters',
      faults: [{ kind: 'delay', transport: 'tcp', delayMs: 4, jitterMs: 40, forMs: minutes(2) }],
      effect: { kind: 'degrades', forMs: minutes(2) },
    },
    {
      atMs: minutes(109, 30),
      label: 'BOSH misses a ping',
      faults: [{ kind: 'freeze-pings', transport: 'bosh', forMs: 2_000 }],
      effect: missedPing,
    },
  ],
};
