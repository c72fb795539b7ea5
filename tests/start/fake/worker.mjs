/** A stand-in for the worker: echoes WebSockets below /live, and says that it was asked to stop. */
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer((_, res) => res.end(`worker ${process.pid}`));
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (data) => socket.send(`${process.pid} ${data}`));
});
server.listen(Number(process.env.WORKER_PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  console.log('worker stops');
  process.exit(0);
});
