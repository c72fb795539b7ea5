/** The dashboard process: Next on a free loopback port that it tells to its supervisor. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import next from 'next';
import { isDevelopment } from './config/env';
import { projectRoot } from './config/project-root';
import type { Listening } from './start/messages';

const HOST = '127.0.0.1';

async function runDashboard(): Promise<void> {
  const server = createServer();
  // The front door keeps its connections to us open; ours close later than its own would.
  server.keepAliveTimeout = 70_000;
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the dashboard listens on no port');

  const dev = isDevelopment();
  const app = next({ dev, dir: projectRoot(), hostname: HOST, port: address.port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  server.on('request', (req, res) => {
    handle(req, res).catch(() => res.destroy());
  });
  const ready: Listening = { type: 'listening', port: address.port };
  process.send?.(ready);

  process.on('SIGTERM', () => {
    server.close();
    server.closeIdleConnections();
    app.close().finally(() => process.exit(0));
  });
}

runDashboard().catch((error: unknown) => {
  process.stderr.write(`dashboard: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
