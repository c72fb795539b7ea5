/** Single moments of an outage: marks on its axis, who was told when, and what can no longer be told. */
import type { Incident, OutageReview, ReviewMark, ReviewMoment } from '#contract';
import { bySlotOf } from '../thin';
import { configurations, nameOf, observerChange, targetChange } from './changes';
import type { OutageReads } from './reads';

/** What can be told apart on the width of a screen. */
const SLOTS = 120;

/** In order of time; of a kind at most one in each slot, standing for all of it there. */
export function marksOf(reads: OutageReads): ReviewMark[] {
  const { from, to } = reads.window;
  const all = [
    ...as('configured', configurations(reads)),
    ...sessionMarks(reads),
    ...serverMarks(reads),
    ...as('observer', reads.observerFacts.flatMap(observerChange)),
    ...as(
      'observer',
      reads.unobserved.map((u) => ({ at: u.from, text: 'Holdfast stopped observing' })),
    ),
    ...as(
      'told',
      reads.deliveries.flatMap((d) => (d.deliveredAt === null ? [] : [{ at: d.deliveredAt, text: toldWords(d) }])),
    ),
    ...as('incident', reads.incident.timeline.map(entryOf)),
  ];
  const inOrder = all.sort((a, b) => a.at - b.at);
  return bySlotOf(inOrder, (m) => m.at, { from, to: to + 1 }, SLOTS).flatMap(oneOfAKind);
}

function as(kind: ReviewMark['kind'], moments: readonly ReviewMoment[]): ReviewMark[] {
  return moments.map((m) => ({ ...m, kind, count: 1 }));
}

function oneOfAKind(marks: readonly ReviewMark[]): ReviewMark[] {
  const kinds = new Map<ReviewMark['kind'], ReviewMark>();
  for (const mark of marks) {
    const known = kinds.get(mark.kind);
    kinds.set(mark.kind, known === undefined ? mark : { ...known, count: known.count + 1 });
  }
  return [...kinds.values()];
}

function sessionMarks(reads: OutageReads): ReviewMark[] {
  const { words } = reads;
  const lost = new Set<string>();
  return reads.targetFacts.flatMap((e): ReviewMark[] => {
    const of = nameOf(e.targetKey, reads);
    if (e.type === 'session-lost') {
      lost.add(e.targetKey);
      return [{ at: e.at, kind: 'failure', text: `${of}: session lost, ${words.failure(e.failure)}`, count: 1 }];
    }
    if (e.type === 'connect-finished') {
      if (e.outcome !== 'online' || !lost.delete(e.targetKey)) return [];
      return [{ at: e.at, kind: 'recovery', text: `${of}: session back`, count: 1 }];
    }
    const kind =
      e.type === 'certificate-changed' ? 'certificate' : e.type === 'command-accepted' ? 'command' : 'configured';
    return as(kind, targetChange(e, reads));
  });
}

function serverMarks({ servers, serverFacts, words }: OutageReads): ReviewMark[] {
  return serverFacts.flatMap((e): ReviewMark[] => {
    const name = servers.find((s) => s.nodeKey === e.nodeKey)?.nodeName ?? e.nodeKey;
    if (e.type === 'server-certificate-changed' && e.before !== null)
      return [{ at: e.at, kind: 'certificate', text: `${name}: another certificate`, count: 1 }];
    if (e.type !== 'outage-changed') return [];
    if (e.outage === null) return [{ at: e.at, kind: 'recovery', text: `${name}: everything answers again`, count: 1 }];
    // Told again with each consequence: the first time counts.
    if (e.outage.toldAt !== null && e.outage.toldAt !== e.at) return [];
    return [{ at: e.outage.since, kind: 'failure', text: `${name}: ${words.cause(e.outage.cause)}`, count: 1 }];
  });
}

const toldWords = (d: Pick<OutageReads['deliveries'][number], 'channel' | 'transition'>): string =>
  `${d.channel} was told: ${d.transition.split('-')[0]}`;

/** Messages that were taken or given up, and what people did. */
export function toldOf({ deliveries, incident }: OutageReads): ReviewMoment[] {
  const messages = deliveries.map(messageOf);
  const deeds = incident.timeline
    .filter((e) => e.by !== null || e.kind === 'muted' || e.kind === 'unmuted')
    .map(entryOf);
  return [...messages, ...deeds].sort((a, b) => a.at - b.at);
}

function messageOf(d: OutageReads['deliveries'][number]): ReviewMoment {
  const what = `${d.channel}: ${d.transition.split('-')[0]}`;
  switch (d.status) {
    case 'delivered':
      return {
        at: d.deliveredAt ?? d.createdAt,
        text: `${what}, delivered${d.tries > 1 ? `, at the ${d.tries}. try` : ''}`,
      };
    case 'waiting':
      return {
        at: d.createdAt,
        text: `${what}, not delivered yet${d.condition === null ? '' : ` (${d.condition})`}`,
      };
    case 'dead':
      return { at: d.createdAt, text: `${what}, given up after ${d.tries} tries (${d.condition ?? 'no answer'})` };
  }
}

const entryWords: Record<Incident['timeline'][number]['kind'], string> = {
  ...{ 'first-sign': 'First sign', fired: 'Alert', told: 'Told', affected: 'Affected', muted: 'Muted' },
  ...{ unmuted: 'No longer muted', acknowledged: 'Acknowledged', assigned: 'Assigned', note: 'Note' },
  ...{ flapping: 'Flapping', resolved: 'Over', reopened: 'Back again', 'not-told': 'Not told', merged: 'Merged' },
};

function entryOf({ time, kind, text, by }: Incident['timeline'][number]): ReviewMoment {
  const who = by === null ? '' : ` (${by})`;
  return { at: time, text: kind === 'acknowledged' ? `Acknowledged${who}` : `${entryWords[kind]}: ${text}${who}` };
}

/** What the retention has thrown away of the window, in sentences. */
export function goneOf({
  window,
  thrownAway,
  rtt,
}: Pick<OutageReads, 'window' | 'thrownAway' | 'rtt'>): OutageReview['gone'] {
  const before = (kind: string): string | null => {
    const at = thrownAway.get(kind) ?? 0;
    return at > window.from ? new Date(at).toISOString().slice(0, 10) : null;
  };
  const [events, names, pseudonyms, samples] = [
    before('events'),
    before('names'),
    before('pseudonyms'),
    before('samples'),
  ];
  const answered = rtt.some((r) => r.whole.count > 0);
  return [
    ...(events === null
      ? []
      : [
          `Single facts about servers and sessions of before ${events} are no longer kept: the lanes and marks are incomplete.`,
        ]),
    ...(pseudonyms === null
      ? names === null
        ? []
        : [`Names of before ${names} are no longer kept: agents stand under pseudonyms.`]
      : [
          `Who was affected before ${pseudonyms} is no longer kept: only teams and counts are, and there are no lanes of agents.`,
        ]),
    ...(samples === null
      ? []
      : [
          answered
            ? `Single pings of before ${samples} are no longer kept: round-trip times are from summaries.`
            : `Round-trip times of before ${samples} are no longer kept.`,
        ]),
  ];
}
