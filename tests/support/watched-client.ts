/** Starts stock clients in processes of their own, and freezes, kills or dismisses them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface StockClient {
  /** Settles with the next line of this kind: `online`, `asked`. */
  says(line: string): Promise<void>;
  tell(line: string): void;
  /** `SIGSTOP`: its connection stays, nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** `SIGKILL`: the system closes its connection. */
  kill(): Promise<void>;
  /** Signs off. */
  leave(): Promise<void>;
}

export interface ClientWish {
  port: number;
  domain: string;
  username: string;
  resource: string;
  ca: string;
  /** What it answers to those who ask for its presence. */
  grants?: 'grants' | 'refuses' | 'ignores';
  /** Whether it knows XEP-0199; if not, it answers with an error as the standard wants. */
  pongs?: boolean;
}

const script = fileURLToPath(new URL('./stock-client.mjs', import.meta.url));

export function startStockClient(wish: ClientWish): StockClient {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-client-'));
  const ca = join(folder, 'ca.pem');
  writeFileSync(ca, wish.ca);
  const args = [`xmpp://127.0.0.1:${wish.port}`, wish.domain, wish.username, 'correct horse', wish.resource];
  const child = spawn(process.execPath, [script, ...args, wish.grants ?? 'grants', wish.pongs ? 'pongs' : 'errors'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ca },
  });
  const killWithUs = () => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => {
    process.off('exit', killWithUs);
    rmSync(folder, { recursive: true, force: true });
  });
  const lines: string[] = [];
  let wake = () => {};
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    wake();
  });
  return {
    async says(line) {
      for (;;) {
        const at = lines.indexOf(line);
        if (at >= 0) return void lines.splice(0, at + 1);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    tell: (line) => void child.stdin.write(`${line}\n`),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => end(child, () => child.kill('SIGKILL')),
    leave: () => end(child, () => child.stdin.write('leave\n')),
  };
}

async function end(child: ChildProcess, how: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  how();
  await gone;
}
