/**
 * What goes wrong in the demo, over and over, one round in three and a half minutes. Sessions ping every 2 s, have 2 s to answer
 * and two more tries. Nobody knows when a page is opened, so something begins to show at least every 28 s, and in every two minutes
 * a session is lost and comes back. The WebSocket is never lost: it carries the feeds, and the scenario says when those are gone.
 *
 *   0:06  BOSH gets slower in three steps, up to about ten times its usual latency, for 15 s
 *   0:28  TCP: pings go unanswered for 3 s; one or two are missed, the session stays
 *   0:50  BOSH is half-open for 12 s: three misses, the session is lost, and back when the server wakes up
 *   1:16  WebSocket: pings go unanswered for 3 s
 *   1:38  TCP is reset, and its port refuses connections for 5 s: lost at once, back after a few tries
 *   2:02  WebSocket is six times slower, with heavy jitter, for 12 s
 *   2:24  BOSH is terminated by the server with `system-shutdown`, and back within a second or two
 *   2:46  TCP has jitter like a crowded Wi-Fi for 12 s
 *   3:08  TCP stays silent for 10 s: a hung server, seen by missed pings alone
 */
import type { FaultScript } from '../script';

export const demoScript: FaultScript = {
  roundMs: 208_000,
  steps: [
    {
      atMs: 6_000,
      label: 'BOSH gets slower',
      faults: [{ kind: 'delay', transport: 'bosh', delayMs: 40, forMs: 15_000 }],
      effect: { kind: 'degrades', forMs: 15_000 },
    },
    {
      atMs: 10_000,
      label: 'BOSH gets slower still',
      faults: [{ kind: 'delay', transport: 'bosh', delayMs: 60, jitterMs: 20, forMs: 11_000 }],
      effect: { kind: 'degrades', forMs: 11_000 },
    },
    {
      atMs: 14_000,
      label: 'BOSH is very slow',
      faults: [{ kind: 'delay', transport: 'bosh', delayMs: 90, jitterMs: 60, forMs: 7_000 }],
      effect: { kind: 'degrades', forMs: 7_000 },
    },
    {
      atMs: 28_000,
      label: 'TCP misses pings',
      faults: [{ kind: 'freeze-pings', transport: 'tcp', forMs: 3_000 }],
      effect: { kind: 'degrades', forMs: 3_000 },
    },
    {
      atMs: 50_000,
      label: 'BOSH is half-open',
      faults: [{ kind: 'half-open', transport: 'bosh', forMs: 12_000 }],
      effect: { kind: 'loses', lostByMs: 9_000, backByMs: 20_000 },
    },
    {
      atMs: 76_000,
      label: 'WebSocket misses pings',
      faults: [{ kind: 'freeze-pings', transport: 'websocket', forMs: 3_000 }],
      effect: { kind: 'degrades', forMs: 3_000 },
    },
    {
      atMs: 98_000,
      label: 'TCP is reset and refused',
      faults: [
        { kind: 'refuse', transport: 'tcp', forMs: 5_000 },
        { kind: 'close', transport: 'tcp' },
      ],
      effect: { kind: 'loses', lostByMs: 1_000, backByMs: 25_000 },
    },
    {
      atMs: 122_000,
      label: 'WebSocket is slow',
      faults: [{ kind: 'delay', transport: 'websocket', delayMs: 70, jitterMs: 60, forMs: 12_000 }],
      effect: { kind: 'degrades', forMs: 12_000 },
    },
    {
      atMs: 144_000,
      label: 'BOSH is terminated',
      faults: [{ kind: 'terminate', transport: 'bosh', condition: 'system-shutdown' }],
      effect: { kind: 'loses', lostByMs: 1_000, backByMs: 10_000 },
    },
    {
      atMs: 166_000,
      label: 'TCP jitters',
      faults: [{ kind: 'delay', transport: 'tcp', delayMs: 10, jitterMs: 120, forMs: 12_000 }],
      effect: { kind: 'degrades', forMs: 12_000 },
    },
    {
      atMs: 188_000,
      label: 'TCP hangs',
      faults: [{ kind: 'half-open', transport: 'tcp', forMs: 10_000 }],
      effect: { kind: 'loses', lostByMs: 9_000, backByMs: 20_000 },
    },
  ],
};
