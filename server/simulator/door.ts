/** A listening port that can be closed and opened again, that can leave callers waiting, and that can cut all of them off. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Cancel, Time } from '../time/time';

export interface DoorOptions {
  host: string;
  /** 0 = a free one. */
  port: number;
  /** A caller was let in. */
  onSocket(socket: Socket): void;
  time: Time;
}

const REOPEN_RETRY_MS = 50;

export class Door {
  readonly port: number;
  private readonly sockets = new Set<Socket>();
  /** Accepted while held: not answered yet. */
  private waiting: Socket[] = [];
  private held = false;
  private shut = false;
  private retry: Cancel | null = null;

  static async open(options: DoorOptions): Promise<Door> {
    return new Door(options, await listen(options.host, options.port));
  }

  private constructor(
    private readonly options: DoorOptions,
    private server: Server | null,
  ) {
    const address = server?.address();
    this.port = typeof address === 'object' && address !== null ? address.port : options.port;
    server?.on('connection', (socket) => this.admit(socket));
  }

  /** Refusing: connecting fails at once; those who are in stay in. */
  async refuse(on: boolean): Promise<void> {
    if (on) {
      this.retry?.();
      this.server?.close();
      this.server = null;
    } else if (this.server === null && !this.shut) {
      await this.reopen();
    }
  }

  /** Held: callers are let in by the system, and nobody talks to them. */
  hold(on: boolean): void {
    this.held = on;
    if (on) return;
    const waiting = this.waiting;
    this.waiting = [];
    for (const socket of waiting) if (!socket.destroyed) this.options.onSocket(socket);
  }

  /** TCP reset to everyone. */
  resetAll(): void {
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  close(): void {
    this.shut = true;
    this.retry?.();
    this.server?.close();
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
  }

  private async reopen(): Promise<void> {
    try {
      const server = await listen(this.options.host, this.port);
      if (this.shut || this.server !== null) return void server.close();
      server.on('connection', (socket) => this.admit(socket));
      this.server = server;
    } catch {
      // somebody else has the port for a moment
      this.retry = this.options.time.after(REOPEN_RETRY_MS, () => void this.refuse(false));
    }
  }

  private admit(socket: Socket): void {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.sockets.delete(socket));
    if (this.held) this.waiting.push(socket);
    else this.options.onSocket(socket);
  }
}

function listen(host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ pauseOnConnect: false });
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}
