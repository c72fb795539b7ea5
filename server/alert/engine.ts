/** Hears every fact before it is recorded, decides, writes what changed with what is to be told, and hands it to the outbox. */
import {
  type Delivery,
  type EpochMs,
  type Event,
  type Fact,
  type Incident,
  incidentFor,
  type Silence,
  topicsOfIncident,
} from '#contract';
import type { Log } from '../config/log';
import { type BookSettings, createAlertBook } from '../domain/alert/book';
import { createAlertFacts, type KnownFacts } from '../domain/alert/facts';
import { afterTelling, type ChannelPolicy, nextTelling, type Transition, transitionKey } from '../domain/alert/tell';
import type { EventBus } from '../events/bus';
import type { AlertStore } from '../store/alert/port';
import { createAlarm, type Time, wallNow } from '../time/time';
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
  settings: BookSettings;
  channels: readonly Channel[];
  publicUrl: string | null;
  /** Current state as the former run left it. */
  known: KnownFacts;
}

export interface AlertEngine {
  /** Reads what the former run left, and begins to judge. Throws `StoreError`. */
  start(): Promise<void>;
  /** Writes what waits; what could not be told yet is told after the next start. */
  stop(): Promise<void>;
  incident(id: string): Incident | undefined;
  /** Replaces an incident by what somebody made of it. @returns the event that says so */
  change(incident: Incident): Event;
  silence(silence: Silence, actor: string): Promise<Event>;
  silences(): readonly Silence[];
}

/** Facts that come together are judged together; the first after quiet waits this long. */
const GATHER_MS = 100;
/** Judged at most this often while facts stream in. */
const SPACING_MS = 500;
/** Judged at least this often: windows of time move on by themselves. */
const IDLE_MS = 5_000;
const KNOWN_BACK_MS = 86_400_000;
/** The watches need so long to see again what the former run saw. */
const SETTLING_MS = 120_000;

export function createAlertEngine(options: AlertEngineOptions): AlertEngine {
  const { store, bus, time, log, channels, settings } = options;
  const facts = createAlertFacts(options.known);
  const keeping = createKeeping({ store, time, log });
  const outbox = createOutbox({
    notifiers: new Map(channels.map((c) => [c.name, c.notifier])),
    ...{ publicUrl: options.publicUrl, time, log, onChanged: (d) => keeping.save({ incidents: [], deliveries: [d] }) },
  });
  const alarm = createAlarm(time, judge);
  const sharesTold = new Map<string, string>();
  let book = createAlertBook(settings, [], 0);
  let silences: Silence[] = [];
  let order = 0;
  let judgedAt = 0;
  let nextAt: EpochMs | null = null;
  let running = false;
  let unsubscribe: () => void = () => undefined;

  function hear(e: Event): void {
    facts.take(e);
    if (!running || e.type === 'ping-answered' || e.type === 'incident-changed') return;
    wakeBy(Math.max(time.now() + GATHER_MS, judgedAt + SPACING_MS));
  }

  function wakeBy(at: EpochMs): void {
    if (nextAt !== null && nextAt <= at) return;
    nextAt = at;
    alarm.set(at);
  }

  function judge(): void {
    nextAt = null;
    judgedAt = time.now();
    const at = wallNow(time);
    silences = silences.filter((s) => s.expiresAt > at);
    const changed = new Set(book.step(facts, at, silences).map((i) => i.id));
    const deliveries = tell(at, changed);
    announce([...changed], deliveries);
    book.forget(at);
    wakeBy(Math.max(time.now() + GATHER_MS, Math.min(time.now() + IDLE_MS, nextDueAt() - time.wallOffsetMs())));
  }

  function nextDueAt(): EpochMs {
    const tellings = book.incidents().flatMap((i) => channels.flatMap((c) => nextTelling(i, c)?.dueAt ?? []));
    return Math.min(book.dueAt() ?? Number.MAX_SAFE_INTEGER, ...tellings);
  }

  function tell(at: EpochMs, changed: Set<string>): Delivery[] {
    return book.incidents().flatMap((known) => {
      let i = known;
      const made = channels.flatMap((channel) => {
        const due = nextTelling(i, channel);
        if (due === null || due.dueAt > at) return [];
        const delivery = deliveryOf(i, due.transition, channel.name, at);
        i = afterTelling(i, due.transition, channel.name, at);
        return [delivery];
      });
      if (made.length > 0) {
        book.put(i);
        changed.add(i.id);
      }
      return made;
    });
  }

  function deliveryOf(i: Incident, transition: Transition, channel: string, at: EpochMs): Delivery {
    order += 1;
    const key = transitionKey(i, transition, channel);
    return {
      ...{ id: `${i.id}/${key}/${channel}`, incidentId: i.id, channel, transition: key, order, createdAt: at },
      ...{
        status: 'waiting',
        tries: 0,
        dueAt: at,
        condition: null,
        deliveredAt: null,
        attempts: [],
        bundled: [],
        incident: { ...i, timeline: [] },
      },
    };
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
    return incidents.flatMap((i) => factsOf(i, time.now()).map((fact) => bus.publish(fact)));
  }

  /** The whole one, and each team's share where that changed. */
  function factsOf(i: Incident, at: EpochMs): Fact[] {
    const whole: Fact = { type: 'incident-changed', at, forTeam: null, incident: i };
    const { clusterKey } = i;
    const ofAgents = topicsOfIncident({ forTeam: null, incident: i }).some((topic) => topic.startsWith('agents:'));
    if (!ofAgents || clusterKey === null) return [whole];
    const shares = i.affected.teams.flatMap(({ teamId }): Fact[] => {
      const share = incidentFor(i, [{ clusterKey, teamId }]);
      if (share === null) return [];
      const text = JSON.stringify({ ...share, revision: 0 });
      const key = `${i.id} ${teamId}`;
      if (sharesTold.get(key) === text) return [];
      if (share.status === 'resolved') sharesTold.delete(key);
      else sharesTold.set(key, text);
      return [{ type: 'incident-changed', at, forTeam: { clusterKey, teamId }, incident: share }];
    });
    return [whole, ...shares];
  }

  return {
    async start() {
      const at = wallNow(time);
      const incidents = await store.incidentsSince(at - KNOWN_BACK_MS);
      silences = await store.silencesAt(at);
      order = await store.lastDeliveryOrder();
      const waiting = await store.waitingDeliveries();
      book = createAlertBook(settings, incidents, incidents.length === 0 ? at : at + SETTLING_MS);
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
    change(incident) {
      book.put(incident);
      const [event] = announce([incident.id], []);
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
  };
}
