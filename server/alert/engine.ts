/** Hears every fact before it is recorded, decides, writes what changed with what is to be told, and hands it to the outbox. */
import {
  type AlertRule,
  type AlertsNow,
  type Delivery,
  deliverySummaryOf,
  type EpochMs,
  type Event,
  type EventType,
  type Incident,
  type PlannedWindow,
  type Silence,
} from '#contract';
import type { Log } from '../config/log';
import { type BookSettings, createAlertBook } from '../domain/alert/book';
import { revived } from '../domain/alert/delivering';
import { createAlertFacts, type KnownFacts } from '../domain/alert/facts';
import { alertsNowOf } from '../domain/alert/now';
import {
  afterTelling,
  type ChannelPolicy,
  deliveryOf,
  endedUntold,
  tellingDueAt,
  tellingsAt,
} from '../domain/alert/tell';
import type { EventBus } from '../events/bus';
import type { AlertStore } from '../store/alert/port';
import { createAlarm, type Time, wallNow } from '../time/time';
import { createDeliveryCounts } from './delivery-counts';
import { createIncidentFacts } from './incident-facts';
import { createKeeping } from './keeping';
import type { Notifier } from './notifiers/port';
import { createOutbox } from './outbox';

export interface Channel extends ChannelPolicy {
  notifier: Notifier;
}

export interface AlertEngineOptions {
  store: AlertStore;
  bus: EventBus;
  time: Time;
  log: Pick<Log, 'warn' | 'error'>;
  /** What is in force at the start. */
  settings: BookSettings;
  channels: readonly Channel[];
  publicUrl: string | null;
  /** The internal key: it signs the links that acknowledge; absent: messages have none. */
  key?: Uint8Array;
  /** Current state as the former run left it. */
  known: KnownFacts;
}

export interface AlertEngine {
  /** Reads what the former run left, and begins to judge. Throws `StoreError`. */
  start(): Promise<void>;
  /** Writes what waits; what could not be told yet is told after the next start. */
  stop(): Promise<void>;
  incident(id: string): Incident | undefined;
  /** Also one that is long over. Throws `StoreError`. */
  find(id: string): Promise<Incident | undefined>;
  /** Replaces incidents by what somebody made of them. @returns the event that tells of the first */
  change(...incidents: readonly [Incident, ...Incident[]]): Event;
  silence(silence: Silence, actor: string): Promise<Event>;
  silences(): readonly Silence[];
  /** From now on; the state of those that stay as they are goes on. */
  setRules(rules: readonly AlertRule[]): void;
  setWindows(windows: readonly PlannedWindow[]): void;
  /** Who is told from now on, and in which hours; what is pending or waits to be told goes on. */
  setChannels(channels: readonly Channel[], more: Pick<AlertEngineOptions, 'publicUrl'> & HoursSetting): void;
  /** For those who watch alerting itself. */
  readonly figures: AlertFigures;
  /** What the rules find, as of the last time that was judged. */
  now(): AlertsNow;
  /** One that was given up is tried again. @returns the event that says so; null: there is no such, or it was not given up. Throws `StoreError` */
  retry(deliveryId: string): Promise<Event | null>;
}

type HoursSetting = Pick<BookSettings, 'inServiceHours'>;

export interface AlertFigures {
  /** Open ones, and those not long over. */
  incidents(): readonly Incident[];
  channels(): readonly string[];
  /** Messages to a channel that wait, or were given up. */
  waiting(channel: string): number;
  dead(channel: string): number;
  /** How often all rules were judged since the start. */
  evaluations(): number;
}

/** No rule looks at them. */
const NO_EVIDENCE: ReadonlySet<EventType> = new Set([
  ...(['ping-answered', 'incident-changed', 'silence-changed', 'delivery-changed', 'channel-tested'] as const),
]);
/** Facts that come together are judged together; the first after quiet waits this long. */
const GATHER_MS = 100;
/** Judged at most this often while facts stream in. */
const SPACING_MS = 500;
/** Judged at least this often: windows of time move on by themselves. */
const IDLE_MS = 5_000;
/** Also after a long weekend without a worker the end follows of what was told. */
const KNOWN_BACK_MS = 7 * 86_400_000;
/** The watches need so long to see again what the former run saw. */
const SETTLING_MS = 120_000;

export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { store, bus, time, log, settings } = options;
  let channels = options.channels.map(withSingle);
  let { publicUrl } = options;
  const facts = createAlertFacts(options.known);
  const keeping = createKeeping({ store, time, log });
  const outbox = createOutbox({
    notifiers: notifiersOf(channels),
    ...{ publicUrl: () => publicUrl, key: options.key ?? null, time, log, onChanged: (d) => void keep(d) },
  });
  const alarm = createAlarm(time, judge);
  const factsOf = createIncidentFacts();
  const counts = createDeliveryCounts();
  let evaluations = 0;
  let { rules, windows, inServiceHours } = settings;
  const inForce = (): BookSettings => ({
    ...{ ...settings, rules },
    get windows() {
      return windows;
    },
    get inServiceHours() {
      return inServiceHours;
    },
  });
  let book = createAlertBook(inForce(), [], 0);
  let silences: Silence[] = [];
  let order = 0;
  let judgedAt = 0;
  let judgedWallAt = wallNow(time);
  let nextAt: EpochMs | null = null;
  let running = false;
  let unsubscribe: () => void = () => undefined;

  function hear(e: Event): void {
    facts.take(e);
    if (!running || NO_EVIDENCE.has(e.type)) return;
    wakeBy(Math.max(time.now() + GATHER_MS, judgedAt + SPACING_MS));
  }

  function wakeBy(at: EpochMs): void {
    if (nextAt !== null && nextAt <= at) return;
    nextAt = at;
    alarm.set(at);
  }

  function judge(): void {
    nextAt = null;
    evaluations += 1;
    judgedAt = time.now();
    const at = wallNow(time);
    judgedWallAt = at;
    silences = silences.filter((s) => s.expiresAt > at);
    const stepped = book.step(facts, at, silences);
    for (const i of stepped) book.put(endedUntold(i, channels, at));
    const changed = new Set(stepped.map((i) => i.id));
    const deliveries = tell(at, changed);
    announce([...changed], deliveries);
    // What is forgotten is read from the database when somebody asks for it.
    if (keeping.written()) book.forget(at);
    wakeBy(Math.max(time.now() + GATHER_MS, Math.min(time.now() + IDLE_MS, nextDueAt() - time.wallOffsetMs())));
  }

  function nextDueAt(): EpochMs {
    const tellings = channels.flatMap((c) => tellingDueAt(book.incidents(), c) ?? []);
    return Math.min(book.dueAt() ?? Number.MAX_SAFE_INTEGER, ...tellings);
  }

  function tell(at: EpochMs, changed: Set<string>): Delivery[] {
    return channels.flatMap((channel) =>
      tellingsAt(book.incidents(), channel, at).map((telling) => {
        order += 1;
        for (const i of afterTelling(telling, channel.name, at)) {
          book.put(i);
          changed.add(i.id);
        }
        return deliveryOf(telling, channel.name, order, at);
      }),
    );
  }

  /** Writes and publishes the incidents as they are now; the deliveries go out once they are written, or cannot be. */
  function announce(ids: readonly string[], deliveries: readonly Delivery[]): Event[] {
    const incidents = ids.flatMap((id) => {
      const i = book.incident(id);
      if (i === undefined) return [];
      const next = { ...i, revision: i.revision + 1 };
      book.put(next);
      return [next];
    });
    if (incidents.length === 0) return [];
    keeping.save({ incidents, deliveries }, () => running && outbox.add(deliveries));
    const told = incidents.flatMap((i) => factsOf(i, time.now()).map((fact) => bus.publish(fact)));
    for (const d of deliveries) tellOf(d);
    return told;
  }

  function keep(delivery: Delivery): Event {
    keeping.save({ incidents: [], deliveries: [delivery] });
    return tellOf(delivery);
  }

  function tellOf(delivery: Delivery): Event {
    counts.take(delivery);
    return bus.publish({ type: 'delivery-changed', at: time.now(), delivery: deliverySummaryOf(delivery) });
  }

  return {
    async start() {
      const at = wallNow(time);
      const incidents = await store.incidentsSince(at - KNOWN_BACK_MS);
      silences = await store.silencesAt(at);
      order = await store.lastDeliveryOrder();
      const waiting = await store.waitingDeliveries();
      counts.begin(waiting, await store.deadDeliveries());
      book = createAlertBook(inForce(), incidents, incidents.length === 0 ? at : at + SETTLING_MS);
      unsubscribe = bus.subscribe(hear);
      running = true;
      outbox.add(waiting);
      judge();
    },
    async stop() {
      running = false;
      unsubscribe();
      alarm.set(null);
      outbox.stop();
      await keeping.stop();
    },
    incident: (id) => book.incident(id),
    change(...made) {
      for (const i of made) book.put(i);
      const ids = made.map((i) => i.id);
      const [event] = announce(ids, []);
      if (event === undefined) throw new Error('an incident that was put in is not there');
      wakeBy(time.now() + GATHER_MS);
      return event;
    },
    async silence(silence, actor) {
      await store.saveSilence(silence);
      silences = [...silences.filter((s) => s.id !== silence.id), silence];
      wakeBy(time.now() + GATHER_MS);
      return bus.publish({ type: 'silence-changed', at: time.now(), silence, actor });
    },
    silences: () => silences,
    find: async (id) => book.incident(id) ?? (await store.incidentById(id)) ?? undefined,
    setRules(next) {
      rules = next;
      book.setRules(next);
      if (running) wakeBy(time.now() + GATHER_MS);
    },
    setWindows(next) {
      windows = next;
      if (running) wakeBy(time.now() + GATHER_MS);
    },
    setChannels(next, more) {
      channels = next.map(withSingle);
      ({ publicUrl, inServiceHours } = more);
      outbox.setNotifiers(notifiersOf(channels));
      if (running) wakeBy(time.now() + GATHER_MS);
    },
    figures: {
      incidents: () => book.incidents(),
      channels: () => channels.map((c) => c.name),
      ...{ waiting: counts.waiting, dead: counts.dead, evaluations: () => evaluations },
    },
    now: () => alertsNowOf(book, rules, judgedWallAt),
    async retry(deliveryId) {
      const known = await store.deliveryById(deliveryId);
      if (known?.status !== 'dead') return null;
      counts.revive(known);
      const again = revived(known, wallNow(time));
      const event = keep(again);
      outbox.add([again]);
      return event;
    },
  };
}

const withSingle = (c: Channel): Channel => ({ ...c, single: c.notifier.single ?? false });
const notifiersOf = (channels: readonly Channel[]) => new Map(channels.map((c) => [c.name, c.notifier]));
