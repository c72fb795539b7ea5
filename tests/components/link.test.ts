/** The page's link: its clock is the server's from the first moment on, and it finds a way where WebSockets get lost. */
import { expect, test, vi } from 'vitest';
import { createLink } from '../../components/live/link';
import { trustOf } from '../../components/live/trust';
import { createVirtualTime } from '../../server/time/virtual-time';

const { handlers, socket } = vi.hoisted(() => {
  const handlers = new Map<string, (data?: unknown) => void>();
  const engine = { transport: { name: 'websocket' } };
  const on = (name: string, handle: () => void) => handlers.set(name, handle);
  return { handlers, socket: { on, active: true, io: { engine, opts: { transports: ['websocket', 'polling'] } } } };
});
vi.mock('socket.io-client', () => ({ io: () => socket }));

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

test('where a WebSocket never came through, polling is tried first; where it did, a break changes nothing', () => {
  const begin = () => {
    socket.io.opts.transports = ['websocket', 'polling'];
    createLink(createVirtualTime(0), { basePath: '', renderedAt: 0, fetchTicket: async () => null });
  };
  begin();
  handlers.get('connect_error')?.();
  expect(socket.io.opts.transports).toEqual(['polling', 'websocket']);
  begin();
  handlers.get('connect')?.();
  handlers.get('connect_error')?.();
  expect(socket.io.opts.transports).toEqual(['websocket', 'polling']);
});
