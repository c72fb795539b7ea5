/** Who is to be told what of which incidents, and when: a pure function of the incidents and the channels. */
import { type Delivery, type EpochMs, type Incident, type Severity, urgencyOf } from '#contract';
import { said } from './incident';

export interface ChannelPolicy {
  name: string;
  /** The least urgent that it is told of. */
  from: Severity;
  /** It is told of what concerns administrators only. */
  administrators: boolean;
  /** So long the first waits for others; what is over by then is not told at all. */
  groupWaitMs: number;
  /** null: no reminders. */
  remindEveryMs: number | null;
  /** Told only when nobody has acknowledged for so long; 0: at once. */
  unacknowledgedMs: number;
  /** Each incident has a message of its own, whatever comes together. */
  single?: boolean;
}

export type Transition = 'opened' | 'reminder' | 'resolved';
export interface Due {
  transition: Transition;
  /** When there is something to tell; others are waited for from then on. */
  dueAt: EpochMs;
}

/** One message: the first of them speaks, the others are short lines of it. */
export interface Telling {
  transition: Transition;
  incidents: readonly [Incident, ...Incident[]];
}

/** What this channel is to be told next, now or later; null: nothing, as things are. */
export function nextTelling(i: Incident, channel: ChannelPolicy): Due | null {
  const told = i.told.find((t) => t.channel === channel.name);
  // Never suppress a resolution: whoever was told of the trouble is told of its end, muted or not.
  if (i.status === 'resolved')
    return told === undefined ? null : { transition: 'resolved', dueAt: i.resolved?.time ?? i.openedAt };
  if (i.mutedBy !== null || !isFor(i, channel)) return null;
  if (told === undefined || urgencyOf(i.severity) < urgencyOf(told.severity)) {
    if (channel.unacknowledgedMs > 0 && i.acknowledged !== null) return null;
    const firedAt = Math.max(
      ...i.explanations.filter((x) => x.severity === i.severity).map((x) => x.firedAt),
      i.openedAt,
    );
    return { transition: 'opened', dueAt: firedAt + channel.unacknowledgedMs };
  }
  if (channel.remindEveryMs === null || i.acknowledged !== null) return null;
  return { transition: 'reminder', dueAt: told.toldAt + (told.reminders + 1) * channel.remindEveryMs };
}

/** The messages that go out to this channel at `at`; beginnings before ends, so that nobody hears of an end first. */
export function tellingsAt(incidents: readonly Incident[], channel: ChannelPolicy, at: EpochMs): Telling[] {
  const ready = [...dueOf(incidents, channel)].filter(([, due]) => due.dueAt <= at);
  return (['opened', 'reminder', 'resolved'] as const).flatMap((transition): Telling[] => {
    const those = ready.filter(([, due]) => due.transition === transition);
    const [first, ...others] = those.map(([i]) => i).sort(byUrgency);
    if (first === undefined) return [];
    if (channel.single === true)
      return those
        .filter(([, due]) => due.dueAt + channel.groupWaitMs <= at)
        .map(([i]): Telling => ({ transition, incidents: [i] }));
    const since = Math.min(...those.map(([, due]) => due.dueAt));
    if (since + channel.groupWaitMs > at) return [];
    return [{ transition, incidents: [first, ...others.slice(0, BUNDLED_AT_MOST)] }];
  });
}

/** When time alone makes a message to this channel go out; null: never. */
export function tellingDueAt(incidents: readonly Incident[], channel: ChannelPolicy): EpochMs | null {
  const times = [...dueOf(incidents, channel).values()].map((due) => due.dueAt + channel.groupWaitMs);
  return times.length === 0 ? null : Math.min(...times);
}

/** As many as a message's record holds; the others go out right after it. */
const BUNDLED_AT_MOST = 100;

function dueOf(incidents: readonly Incident[], channel: ChannelPolicy): Map<Incident, Due> {
  return new Map(
    incidents.flatMap((i): [Incident, Due][] => {
      const due = nextTelling(i, channel);
      return due === null ? [] : [[i, due]];
    }),
  );
}

function byUrgency(a: Incident, b: Incident): number {
  return urgencyOf(a.severity) - urgencyOf(b.severity) || a.openedAt - b.openedAt || a.id.localeCompare(b.id);
}

function isFor(i: Incident, channel: ChannelPolicy): boolean {
  if (urgencyOf(i.severity) > urgencyOf(channel.from)) return false;
  switch (i.audience) {
    case 'everybody':
      return true;
    case 'administrators':
      return channel.administrators;
    case 'team':
      // Their supervisors see it in their pages.
      return false;
  }
}

/** Part of the de-duplication key: each is told once, however often it is decided. */
export function transitionKey(i: Incident, transition: Transition, channel: string): string {
  switch (transition) {
    case 'opened':
      return `opened-${i.severity}-${i.reopened}`;
    case 'reminder':
      return `reminder-${(i.told.find((t) => t.channel === channel)?.reminders ?? 0) + 1}-${i.severity}-${i.reopened}`;
    case 'resolved':
      return `resolved-${i.reopened}`;
  }
}

/** The record of a message that is to go out. @param order after all others of its channel */
export function deliveryOf({ transition, incidents }: Telling, channel: string, order: number, at: EpochMs): Delivery {
  const [first, ...others] = incidents;
  const key = transitionKey(first, transition, channel);
  return {
    ...{ id: `${first.id}/${key}/${channel}`, incidentId: first.id, channel, transition: key, order, createdAt: at },
    ...{ status: 'waiting', tries: 0, dueAt: at, condition: null, deliveredAt: null, attempts: [] },
    bundled: others.map(({ id: incidentId, title, severity }) => ({ incidentId, title, severity })),
    incident: { ...first, timeline: [] },
  };
}

/** The incidents of a message after it has been made. */
export function afterTelling({ transition, incidents }: Telling, channel: string, at: EpochMs): Incident[] {
  const [first] = incidents;
  return incidents.map((i) => {
    const within = i === first ? '' : `, in the message of: ${first.title}`;
    const text = `${channel}${wordsOf(transition, i)}${within}`;
    return { ...i, told: toldAfter(i, transition, channel, at), timeline: [...i.timeline, said(at, 'told', text)] };
  });
}

function wordsOf(transition: Transition, { severity }: Incident): string {
  switch (transition) {
    case 'opened':
      return ` (${severity})`;
    case 'reminder':
      return ', reminder';
    case 'resolved':
      return ': resolved';
  }
}

function toldAfter(i: Incident, transition: Transition, channel: string, at: EpochMs): Incident['told'] {
  const rest = i.told.filter((t) => t.channel !== channel);
  const told = i.told.find((t) => t.channel === channel);
  switch (transition) {
    case 'opened':
      return [...rest, { channel, severity: i.severity, toldAt: at, reminders: 0 }];
    case 'reminder':
      return told === undefined ? rest : [...rest, { ...told, reminders: told.reminders + 1 }];
    case 'resolved':
      return rest;
  }
}

/** What says whether it is muted: at a re-opening it is not, until something mutes it again. */
const muteKinds: ReadonlySet<Incident['timeline'][number]['kind']> = new Set(['muted', 'unmuted', 'reopened'] as const);

/** An incident that has just ended, with a word on each channel that would have been told of it had it lasted. */
export function endedUntold(i: Incident, channels: readonly ChannelPolicy[], at: EpochMs): Incident {
  const wasMuted = i.timeline.findLast((t) => muteKinds.has(t.kind))?.kind === 'muted';
  if (i.status !== 'resolved' || wasMuted) return i;
  const spared = channels.filter(
    (c) => c.unacknowledgedMs === 0 && isFor(i, c) && !i.told.some((t) => t.channel === c.name),
  );
  const entries = spared.map((c) =>
    said(at, 'not-told', `${c.name}: it was over within the ${Math.round(c.groupWaitMs / 1_000)} s that it waits`),
  );
  return entries.length === 0 ? i : { ...i, timeline: [...i.timeline, ...entries] };
}
