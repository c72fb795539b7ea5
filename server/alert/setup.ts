/** What is in force of alerting: from the file and from the pages, kept in the database, and told whenever it changes. */
import type { AlertRule, AlertSetup, Event, PlannedWindow } from '#contract';
import { rulesInForce, sameSetup, windowsInForce } from '../domain/alert/in-force';
import type { EventBus } from '../events/bus';
import type { AlertStore, SetupChange } from '../store/alert/port';
import { type Time, wallNow } from '../time/time';

export interface SetupDeps {
  store: Pick<AlertStore, 'ownRules' | 'ownWindowsAt' | 'setupTold' | 'saveSetup'>;
  bus: Pick<EventBus, 'publish'>;
  time: Time;
  /** The rules that come with Holdfast. */
  defaults: readonly AlertRule[];
  /** What the file says. */
  file: AlertSetup;
}

/** The changes throw `StoreError`: then nothing has changed. */
export interface AlertSetupKeeper {
  /** Reads what was made in the pages, and tells what is in force where that is not what was told last. Throws `StoreError`. */
  start(): Promise<void>;
  current(): AlertSetup;
  /** What is configured is this from now on, and what was made in the pages is read anew; told where that changes anything. */
  configure(file: AlertSetup, actor: string): Promise<void>;
  /** Called at the start and after each change. */
  onChange(listener: (setup: AlertSetup) => void): void;
  /** Put in the place of the one with its key. */
  saveRule(rule: AlertRule, actor: string): Promise<Event>;
  /** What came with Holdfast under this key is in force again. */
  removeRule(key: string, actor: string): Promise<Event>;
  saveWindow(window: PlannedWindow, actor: string): Promise<Event>;
  removeWindow(id: string, actor: string): Promise<Event>;
}

interface Own {
  rules: readonly AlertRule[];
  windows: readonly PlannedWindow[];
}

type Changed = Partial<Omit<SetupChange, 'setup'>>;

export function createAlertSetup({ store, bus, time, defaults, ...deps }: SetupDeps): AlertSetupKeeper {
  const listeners: ((setup: AlertSetup) => void)[] = [];
  let { file } = deps;
  let own: Own = { rules: [], windows: [] };
  let current = inForce(own);
  let last: Promise<void> = Promise.resolve();

  function inForce({ rules, windows }: Own): AlertSetup {
    return {
      ...file,
      rules: rulesInForce(defaults, file.rules, rules),
      windows: windowsInForce([...file.windows, ...windows], wallNow(time)),
    };
  }

  /** One after the other: each begins with what the one before it made. */
  function take(change: (own: Own) => Own, changed: Changed, actor: string | null): Promise<Event> {
    const taken = last.then(() => write(change(own), changed, actor));
    last = taken.then(
      () => undefined,
      () => undefined,
    );
    return taken;
  }

  async function write(next: Own, changed: Changed, actor: string | null): Promise<Event> {
    const setup = inForce(next);
    await store.saveSetup({ ...nothing, ...changed, setup });
    own = next;
    current = setup;
    for (const listener of listeners) listener(setup);
    return bus.publish({ type: 'alerting-configured', at: time.now(), setup, actor });
  }

  return {
    async start() {
      const [rules, windows, told] = await Promise.all([
        store.ownRules(),
        store.ownWindowsAt(wallNow(time)),
        store.setupTold(),
      ]);
      own = { rules, windows };
      current = inForce(own);
      for (const listener of listeners) listener(current);
      if (told === null || !sameSetup(told, current)) await take((o) => o, {}, null);
    },
    current: () => current,
    configure(next, actor) {
      const taken = last.then(async () => {
        const [rules, windows] = await Promise.all([store.ownRules(), store.ownWindowsAt(wallNow(time))]);
        const before = file;
        file = next;
        try {
          if (sameSetup(inForce({ rules, windows }), current)) own = { rules, windows };
          else await write({ rules, windows }, {}, actor);
        } catch (error) {
          file = before;
          throw error;
        }
      });
      last = taken.catch(() => undefined);
      return taken;
    },
    onChange: (listener) => void listeners.push(listener),
    saveRule: (rule, actor) =>
      take((o) => ({ ...o, rules: [...but(o.rules, 'key', rule.key), rule] }), { rules: [rule] }, actor),
    removeRule: (key, actor) =>
      take((o) => ({ ...o, rules: but(o.rules, 'key', key) }), { removedRules: [key] }, actor),
    saveWindow: (w, actor) =>
      take((o) => ({ ...o, windows: [...but(o.windows, 'id', w.id), w] }), { windows: [w] }, actor),
    removeWindow: (id, actor) =>
      take((o) => ({ ...o, windows: but(o.windows, 'id', id) }), { removedWindows: [id] }, actor),
  };
}

const nothing = { rules: [], removedRules: [], windows: [], removedWindows: [] };

function but<K extends string, T extends Record<K, string>>(list: readonly T[], key: K, value: string): T[] {
  return list.filter((one) => one[key] !== value);
}
