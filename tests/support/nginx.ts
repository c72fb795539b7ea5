/** A real nginx in front of Holdfast, configured by the very words of the README. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureApt } from '../../server/bootstrap/apt.mjs';
import { createAuthority } from './certificates';
import { root } from './e2e-process';
import { freePort } from './free-ports';

export interface ReverseProxy {
  /** `https://localhost:port` */
  origin: string;
  stop(): Promise<void>;
}

/** @param holdfast `http://127.0.0.1:port` that the README's proxy is to lead to */
export async function startNginx(holdfast: string): Promise<ReverseProxy> {
  if (!ensureApt(['nginx-light'], { why: 'for the test behind a reverse proxy', commands: ['nginx'] })) {
    throw new Error('nginx is not installed');
  }
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-nginx-'));
  const port = await freePort();
  const { cert, key } = createAuthority().issue({ names: ['localhost'] });
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  writeFileSync(join(folder, 'nginx.conf'), around(folder, adapted(folder, port, holdfast)));
  const nginx = spawn('nginx', ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
    stdio: 'inherit',
  });
  await answering(port, nginx, () => readFileSync(join(folder, 'error.log'), 'utf8'));
  return {
    origin: `https://localhost:${port}`,
    async stop() {
      nginx.kill('SIGTERM');
      if (nginx.exitCode === null) await once(nginx, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The README's server block, on our port, with our certificate, leading to our Holdfast. */
function adapted(folder: string, port: number, holdfast: string): string {
  const block = /^```nginx\n(.*?)^```$/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1];
  if (block === undefined) throw new Error('the README has no block of nginx');
  const replacements: [RegExp, string][] = [
    [/listen 443 ssl;/, `listen 127.0.0.1:${port} ssl;`],
    [/(ssl_certificate )\s*\S+;/, `$1${join(folder, 'cert.pem')};`],
    [/(ssl_certificate_key )\s*\S+;/, `$1${join(folder, 'key.pem')};`],
    [/http:\/\/127\.0\.0\.1:3000/, holdfast],
  ];
  return replacements.reduce((text, [from, to]) => {
    if (!from.test(text)) throw new Error(`the README's block of nginx has no ${from}`);
    return text.replace(from, to);
  }, block);
}

/** As on a small system of its own; nothing is written outside of the folder. */
function around(folder: string, server: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (of) => `${of}_temp_path ${join(folder, of)};`,
  );
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  return `${user} daemon off; master_process off; pid ${join(folder, 'pid')};
events {}
http { access_log off; ${temporary.join(' ')}
${server}
}
`;
}

async function answering(port: number, nginx: ChildProcess, errors: () => string): Promise<void> {
  while (nginx.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
  }
  throw new Error(`nginx ended:\n${errors()}`);
}
