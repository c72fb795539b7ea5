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
  /** Called after each change. */
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

export function createAlertSetup({ store, bus, time, defaults, file }: SetupDeps): AlertSetupKeeper {
  const listeners: ((setup: AlertSetup) => void)[] = [];
  let own: Own = { rules: [], windows: [] };
  let current = inForce(own);

  function inForce({ rules, windows }: Own): AlertSetup {
    return {
      ...file,
      rules: rulesInForce(defaults, file.rules, rules),
      windows: windowsInForce([...file.windows, ...windows], wallNow(time)),
    };
  }

  async function take(next: Own, changed: Changed, actor: string | null): Promise<Event> {
    const setup = inForce(next);
    await store.saveSetup({
      ...{ rules: [], removedRules: [], windows: [], removedWindows: [], ...changed },
      setup,
    });
    own = next;
    current = setup;
    for (const listener of listeners) listener(setup);
    return bus.publish({ type: 'alerting-configured', at: time.now(), setup, actor });
  }

  const rulesBut = (key: string) => own.rules.filter((r) => r.key !== key);
  const windowsBut = (id: string) => own.windows.filter((w) => w.id !== id);
  return {
    async start() {
      const [rules, windows, told] = await Promise.all([
        store.ownRules(),
        store.ownWindowsAt(wallNow(time)),
        store.setupTold(),
      ]);
      own = { rules, windows };
      current = inForce(own);
      if (told === null || !sameSetup(told, current)) await take(own, {}, null);
    },
    current: () => current,
    onChange: (listener) => void listeners.push(listener),
    saveRule: (rule, actor) => take({ ...own, rules: [...rulesBut(rule.key), rule] }, { rules: [rule] }, actor),
    removeRule: (key, actor) => take({ ...own, rules: rulesBut(key) }, { removedRules: [key] }, actor),
    saveWindow: (w, actor) => take({ ...own, windows: [...windowsBut(w.id), w] }, { windows: [w] }, actor),
    removeWindow: (id, actor) => take({ ...own, windows: windowsBut(id) }, { removedWindows: [id] }, actor),
  };
}
