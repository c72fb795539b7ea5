/** One build at a time in one working copy: a lock folder with the owner's process id. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inRoot } from './paths.mjs';
import { say } from './say.mjs';

const folder = () => inRoot('.holdfast', 'build.lock');

/** Runs `work` while no other process builds here; waits for a living owner, takes over from a dead one. */
export async function whileLocked(work) {
  await acquire();
  try {
    return await work();
  } finally {
    rmSync(folder(), { recursive: true, force: true });
  }
}

async function acquire() {
  mkdirSync(dirname(folder()), { recursive: true });
  for (let told = false; ; ) {
    if (tryLock()) return;
    if (!ownerLives()) {
      rmSync(folder(), { recursive: true, force: true });
      continue;
    }
    if (!told) say('Another build is running here; waiting for it …');
    told = true;
    await sleep(300);
  }
}

function tryLock() {
  try {
    mkdirSync(folder());
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder(), 'pid'), String(process.pid));
  return true;
}

function ownerLives() {
  let pid;
  try {
    pid = Number(readFileSync(join(folder(), 'pid'), 'utf8'));
  } catch {
    // Made a moment ago and not signed yet, or just given back.
    return true;
  }
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
