/** Who is to be told what of an incident, and when: a pure function of the incident and the channels. */
import { type EpochMs, type Incident, type Severity, urgencyOf } from '#contract';

export interface ChannelPolicy {
  name: string;
  /** The least urgent that it is told of. */
  from: Severity;
  /** It is told of what concerns administrators only. */
  administrators: boolean;
  groupWaitMs: number;
  /** null: no reminders. */
  remindEveryMs: number | null;
  /** Told only when nobody has acknowledged for so long; 0: at once. */
  unacknowledgedMs: number;
}

export type Transition = 'opened' | 'reminder' | 'resolved';
export interface Due {
  transition: Transition;
  dueAt: EpochMs;
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
    return { transition: 'opened', dueAt: firedAt + Math.max(channel.groupWaitMs, channel.unacknowledgedMs) };
  }
  if (channel.remindEveryMs === null || i.acknowledged !== null) return null;
  return { transition: 'reminder', dueAt: told.toldAt + (told.reminders + 1) * channel.remindEveryMs };
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

/** The incident after a channel's delivery has been made. */
export function afterTelling(i: Incident, transition: Transition, channel: string, at: EpochMs): Incident {
  const told = i.told.find((t) => t.channel === channel);
  const rest = i.told.filter((t) => t.channel !== channel);
  const entry = (text: string) => [...i.timeline, { time: at, kind: 'told' as const, text, by: null }];
  switch (transition) {
    case 'opened': {
      const mark = { channel, severity: i.severity, toldAt: at, reminders: 0 };
      return { ...i, told: [...rest, mark], timeline: entry(`${channel} (${i.severity})`) };
    }
    case 'reminder':
      return {
        ...i,
        told: told === undefined ? rest : [...rest, { ...told, reminders: told.reminders + 1 }],
        timeline: entry(`${channel}, reminder`),
      };
    case 'resolved':
      return { ...i, told: rest, timeline: entry(`${channel}: resolved`) };
  }
}
