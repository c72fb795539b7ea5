/** A stand-in for the dashboard: one page, on a port that it tells to its supervisor. */
import { createServer } from 'node:http';

const server = createServer((_, res) => res.end(`dashboard ${process.pid}`));
server.listen(0, '127.0.0.1', () => process.send({ type: 'listening', port: server.address().port }));
