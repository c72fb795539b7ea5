/** Plays the events of a story through the alerts, second by second, and tells what came of it in lines. */
import type { Event, Incident, Silence } from '#contract';
import { type BookSettings, createAlertBook } from '../../server/domain/alert/book';
import { createAlertFacts } from '../../server/domain/alert/facts';
import { defaultRules } from '../../server/domain/alert/rules';
import { afterTelling, type ChannelPolicy, tellingsAt } from '../../server/domain/alert/tell';

export const settings: BookSettings = { rules: defaultRules, windows: [], inServiceHours: null };

const usual = { administrators: true, groupWaitMs: 0, remindEveryMs: null, unacknowledgedMs: 0 };
/** A pager, a ticket system, and an administrator's mailbox. */
export const channels: readonly ChannelPolicy[] = [
  { ...usual, name: 'pager', from: 'page' },
  { ...usual, name: 'tickets', from: 'ticket' },
];

export interface Replayed {
  incidents: Incident[];
  /** e.g. `203 pager opened server-outage page`. */
  told: string[];
  /** e.g. `33 server-outage ticket: …`, `230 resolved server-outage`. */
  log: string[];
}

export interface ReplayOptions {
  settings?: Partial<BookSettings>;
  silences?: readonly Silence[];
  /** Seconds that it goes on after the last event. */
  thenS?: number;
}

export function replay(events: readonly Event[], startMs: number, options: ReplayOptions = {}): Replayed {
  const facts = createAlertFacts();
  const first = events[0]?.at ?? startMs;
  const book = createAlertBook({ ...settings, ...options.settings }, [], first);
  const told: string[] = [];
  const log: string[] = [];
  const second = (at: number) => Math.round((at - startMs) / 1000);
  const last = (events.at(-1)?.at ?? startMs) + (options.thenS ?? 0) * 1000;
  let next = 0;
  for (let at = Math.ceil(first / 1000) * 1000; at <= last + 1000; at += 1000) {
    for (let e = events[next]; e !== undefined && e.at <= at; e = events[next]) {
      facts.take(e);
      next += 1;
    }
    const open = new Map(book.incidents().map((i) => [i.id, i.status]));
    for (const i of book.step(facts, at, options.silences ?? [])) {
      const before = open.get(i.id);
      if (before === undefined) log.push(`${second(at)} ${i.kind} ${i.severity}: ${i.title}`);
      else if (before !== i.status)
        log.push(`${second(at)} ${i.status === 'open' ? 'reopened' : 'resolved'} ${i.kind}`);
    }
    for (const channel of channels)
      for (const telling of tellingsAt(book.incidents(), channel, at)) {
        const [i] = telling.incidents;
        const more = telling.incidents.length === 1 ? '' : ` and ${telling.incidents.length - 1} more`;
        told.push(`${second(at)} ${channel.name} ${telling.transition} ${i.kind} ${i.severity}${more}`);
        for (const next of afterTelling(telling, channel.name, at)) book.put(next);
      }
  }
  return { incidents: book.incidents(), told, log };
}
