/** When the wall clock was set, every time of ours in a fact follows, however deep; a server's own stamps do not. */
import { expect, test } from 'vitest';
import type { Event } from '../../server/contract';
import { createEventBus } from '../../server/events/bus';
import { createVirtualTime } from '../../server/time/virtual-time';

test('a countdown is told by the clock that people have', () => {
  const hour = 3_600_000;
  const bus = createEventBus('local', { ...createVirtualTime(1_000, 1), wallOffsetMs: () => hour }, (error) => {
    throw error;
  });
  const told: Event[] = [];
  bus.subscribe((event) => told.push(event));
  bus.publish({
    ...{ type: 'agent-health-changed', at: 5_000, clusterKey: 'lab', loginId: '1001', teamId: '1', since: 4_000 },
    health: {
      ...{ kind: 'at-risk', side: 'A', sure: 'seen', will: 'not-ready', connectedOn: null },
      ...{ deadline: { earliest: 63_000, latest: null }, lost: { from: 3_000, to: 4_000 } },
    },
    ...{ jid: null, onCall: false, disconnectId: null, groupId: null },
    source: {
      ...{
        feed: 'presence',
        nodeKey: 'fin-a',
        side: 'A',
        release: null,
        serverAt: 4_001,
        offsetMs: 1,
        offsetErrorMs: 2,
      },
      reference: null,
    },
  });
  expect(told).toMatchObject([
    {
      ...{ at: 5_000 + hour, since: 4_000 + hour },
      health: {
        deadline: { earliest: 63_000 + hour, latest: null },
        lost: { from: 3_000 + hour, to: 4_000 + hour },
      },
      source: { serverAt: 4_001, offsetMs: 1 },
    },
  ]);
});
