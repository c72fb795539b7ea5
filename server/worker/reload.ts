/** Takes up what was saved while the worker runs: read and judged first, and only then changed, one reload after the other. */
import type { ReloadReply } from '#contract';
import type { Log } from '../config/log';
import type { HoldfastConfig } from '../config/schema';
import { StoreError } from '../store/store-error';

export interface ReloadDeps {
  /** The configuration as it stands now, or what is wrong with it in a sentence. Throws `StoreError`. */
  read(): Promise<{ ok: true; config: HoldfastConfig } | { ok: false; problem: string }>;
  /** Puts it in force. @returns what changed, for people. Throws `StoreError` */
  apply(config: HoldfastConfig, actor: string): Promise<string[]>;
  log: Pick<Log, 'info' | 'error'>;
}

export function createReload({ read, apply, log }: ReloadDeps): (actor: string) => Promise<ReloadReply> {
  let last: Promise<unknown> = Promise.resolve();

  async function reload(actor: string): Promise<ReloadReply> {
    try {
      const found = await read();
      if (!found.ok) return { problem: found.problem, applied: [] };
      const applied = await apply(found.config, actor);
      log.info({ actor, applied }, 'another configuration is in force');
      return { problem: null, applied };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      log.error({ err: error, kind: error.kind }, 'another configuration could not be put in force');
      return { problem: REFUSED, applied: [] };
    }
  }

  return (actor) => {
    const done = last.then(() => reload(actor));
    last = done.catch(() => undefined);
    return done;
  };
}

const REFUSED = 'The database refuses. What is saved is put in force as a whole when the worker starts again.';
