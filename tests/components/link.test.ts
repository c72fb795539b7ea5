/** The page's clock: the server's, from the first moment on, whatever the browser's says. */
import { expect, test, vi } from 'vitest';
import { createLink } from '../../components/live/link';
import { trustOf } from '../../components/live/trust';
import { createVirtualTime } from '../../server/time/virtual-time';

const handlers = new Map<string, (data: unknown) => void>();
vi.mock('socket.io-client', () => ({
  io: () => ({ on: (name: string, handle: (data: unknown) => void) => handlers.set(name, handle) }),
}));

const HOUR = 3_600_000;

test.each([
  ['an hour ahead', HOUR],
  ['an hour behind', -HOUR],
])('a browser whose clock is %s counts in server time before and after the first pulse', async (_, skew) => {
  const server = 1_800_000_000_000;
  const time = createVirtualTime(server + skew);
  const link = createLink(time, { basePath: '', renderedAt: server - 300, fetchTicket: async () => null });
  expect(link.now()).toBe(server - 300);
  const page = { at: server - 300, observer: { observerId: 'local', startedAt: server - HOUR, aliveAt: server - 900 } };
  expect(trustOf(link.view(), page, link.now())).toEqual({ kind: 'live' });
  await time.advance(1_000);
  handlers.get('pulse')?.({ at: server + 980, recordedAt: server + 900 });
  expect(link.now()).toBe(server + 980);
  expect(trustOf(link.view(), page, link.now())).toEqual({ kind: 'live' });
});
