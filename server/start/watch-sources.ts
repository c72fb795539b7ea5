/** Under `npm run dev`: calls back when the worker's sources have changed and have been quiet for a moment. */
import { watch } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../config/project-root';
import { createAlarm, type Time } from '../time/time';

const QUIET_MS = 300;
/** Next reloads these, or they are not part of the worker. */
const NOT_THE_WORKER = /^(bootstrap|start)([/\\]|\.|$)|^(dashboard|demo)\.ts$|^simulator[/\\]/;

/** @returns stops watching */
export function watchWorkerSources(time: Time, changed: () => void): () => void {
  const alarm = createAlarm(time, changed);
  const watcher = watch(join(projectRoot(), 'server'), { recursive: true }, (_, file) => {
    if (file === null || (/\.tsx?$/.test(file) && !NOT_THE_WORKER.test(file))) alarm.set(time.now() + QUIET_MS);
  });
  return () => {
    watcher.close();
    alarm.set(null);
  };
}
