/** Loaded into every supervised child before its own code: when the supervisor is gone, nobody would restart or stop it, so it ends too. */
import { createSystemTime } from '../time/system-time';

const GRACE_MS = 8_000;

function end(): void {
  createSystemTime({ keepAlive: false }).after(GRACE_MS, () => process.kill(process.pid, 'SIGKILL'));
  process.kill(process.pid, 'SIGTERM');
}

if (process.connected) process.once('disconnect', end);
else end();
