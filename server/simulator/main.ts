/** `npm run simulator`: a simulated Finesse pair, or one plain XMPP service, until it is told to stop or its parent is gone. */
import { runFinesse } from './finesse/cli/run';
import type { Running } from './running';
import { runXmpp } from './xmpp-command';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `--kind xmpp` or `--kind=xmpp`, anywhere; it is taken out. */
function kindOf(args: readonly string[]): { kind: string; rest: string[] } {
  const at = args.findIndex((arg) => arg === '--kind' || arg.startsWith('--kind='));
  const found = args[at];
  if (found === undefined) return { kind: 'finesse', rest: [...args] };
  const joined = found.startsWith('--kind=');
  const kind = joined ? found.slice('--kind='.length) : (args[at + 1] ?? '');
  return { kind, rest: [...args.slice(0, at), ...args.slice(at + (joined ? 1 : 2))] };
}

async function start(): Promise<Running | null> {
  const { kind, rest } = kindOf(process.argv.slice(2));
  if (kind === 'xmpp') return runXmpp(rest);
  if (kind === 'finesse') return runFinesse(rest, say);
  process.stderr.write(`--kind must be finesse or xmpp, not "${kind}"\n`);
  process.exitCode = 2;
  return null;
}

async function run(): Promise<void> {
  const running = await start();
  if (running === null) return;
  if (process.send === undefined) say(JSON.stringify(running.ready));
  else process.send(running.ready);
  const stop = (): void => {
    running.stop();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // started by another program over an IPC channel: it ends with that program
  process.on('disconnect', stop);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || error.code !== 'EADDRINUSE' || !('port' in error)) return error.message;
  return `port ${error.port} of 127.0.0.1 is taken, perhaps by another simulator; --port-base N takes others, 0 whatever is free`;
}

run().catch((error: unknown) => {
  process.stderr.write(`simulator: ${sentenceOf(error)}\n`);
  process.exit(1);
});
