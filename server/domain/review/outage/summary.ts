/** The written summary of an outage: what, when, scope, cause with its evidence, what it did, who was told when. */
import type { Comings, OutageReview } from '#contract';
import { lengthText, scopeText, timeText } from './say';

export type Cell = string | number | null;

export type Block =
  | { kind: 'title' | 'heading' | 'text'; text: string }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'code'; lines: readonly string[] }
  | { kind: 'table'; caption: string; head: readonly string[]; rows: readonly (readonly Cell[])[] }
  | { kind: 'chart'; name: string; alt: string };

const text = (words: string): Block => ({ kind: 'text', text: words });
const heading = (words: string): Block => ({ kind: 'heading', text: words });

/** @param zone IANA name: of all times but those for a server's command line */
export function summaryOf(review: OutageReview, zone: string): Block[] {
  return [
    { kind: 'title', text: review.incident.title },
    text(`Times are those of ${zone}. Made ${timeText(review.at, zone)} by Holdfast.`),
    ...(review.gone.length === 0 ? [] : [{ kind: 'list' as const, items: review.gone }]),
    ...what(review, zone),
    ...cause(review, zone),
    ...agents(review, zone),
    ...servers(review),
    heading('On one axis'),
    { kind: 'chart', name: 'outage.svg', alt: 'Readiness, sessions, agents and round-trip times on one axis of time' },
    ...happened(review, zone),
    ...listed('Changed in the 24 hours before', review.changes, 'Nothing that Holdfast saw.', zone),
    ...listed(
      'When Holdfast was blind',
      review.blind.map((b) => ({ at: b.from, text: `${b.text}, for ${lengthText(b.to - b.from)}` })),
      'At no time.',
      zone,
    ),
    ...listed('Who was told, and who did what', review.told, 'Nobody outside of these pages.', zone),
    ...collect(review),
  ];
}

function what(review: OutageReview, zone: string): Block[] {
  const { incident, trouble, firstSign } = review;
  const state =
    incident.resolved === null
      ? `still open, ${lengthText(trouble.to - trouble.from)} so far`
      : `over at ${timeText(incident.resolved.time, zone)}, after ${lengthText(trouble.to - trouble.from)}`;
  const scope = scopeText(review);
  return [
    heading('What and when'),
    {
      kind: 'table',
      caption: 'The incident',
      head: ['', ''],
      rows: [
        ['Incident', incident.id],
        ['Where', review.clusterName],
        ['Severity', incident.severity],
        [
          'First sign',
          firstSign === null ? timeText(trouble.from, zone) : `${timeText(firstSign.at, zone)}: ${firstSign.text}`,
        ],
        ...(firstSign === null ? [] : [['Told by', firstSign.feed]]),
        ['Alert', timeText(incident.openedAt, zone)],
        ['State', state],
        ...(scope === '' ? [] : [['Scope', scope]]),
        ...(incident.reopened === 0
          ? []
          : [['Came back', incident.reopened === 1 ? 'once' : `${incident.reopened} times`]]),
      ],
    },
  ];
}

function cause({ cause: { text: words, evidence } }: OutageReview, zone: string): Block[] {
  const items = evidence.map((e) => `${timeText(e.at, zone)}  ${e.text}`);
  return [
    heading('Cause and evidence'),
    text(`${words}.`),
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
  ];
}

function agents({ agents: a }: OutageReview, zone: string): Block[] {
  if (a === null || a.affected === 0) return [];
  const came = ({ count, medianMs, lastMs, lastAt }: Comings): string =>
    count === 0
      ? 'nobody'
      : `${count}, median ${lengthText(medianMs)}, last after ${lengthText(lastMs)} (${lastAt === null ? '' : timeText(lastAt, zone)})`;
  return [
    heading('Agents'),
    {
      kind: 'table',
      caption: 'What it did to agents',
      head: ['', ''],
      rows: [
        ['Lost their connection', a.affected],
        ['Forced out', `${a.forcedOut} (${a.loggedOut} logged out, ${a.setNotReady} set Not Ready)`],
        ['On a call then', a.onCall],
        ['Connected again', came(a.back)],
        ['Ready again', came(a.ready)],
        ['Not seen again', a.notBack],
        [
          'Agent-minutes lost',
          `${a.lostMinutes}${a.counting ? ' so far' : ''}${a.unended === 0 ? '' : `, without ${a.unended} whose end nobody saw`}`,
        ],
      ],
    },
    {
      kind: 'table',
      caption: 'By team',
      head: ['Team', 'Lost their connection', 'Forced out'],
      rows: a.teams.map((t) => [t.name, t.agents, t.forcedOut]),
    },
  ];
}

function servers({ failover }: OutageReview): Block[] {
  if (failover.length === 0) return [];
  return [
    heading('Failover'),
    {
      kind: 'table',
      caption: 'By side',
      head: ['Side', 'Server', 'Out of service for', 'Agents moved to the other side', 'Median', 'Last'],
      rows: failover.map((f) => [
        ...[
          f.side,
          f.nodeName,
          f.outMs === null ? 'not at all' : `${lengthText(f.outMs)}${f.stillOut ? ' so far' : ''}`,
        ],
        ...[f.moved.count, lengthText(f.moved.medianMs), lengthText(f.moved.lastMs)],
      ]),
    },
  ];
}

const HAPPENED_LISTED = 60;

function happened({ marks }: OutageReview, zone: string): Block[] {
  const all = marks.map(({ at, text: words, count }) => ({
    at,
    text: count === 1 ? words : `${words}, and ${count - 1} more of the kind`,
  }));
  const left = all.length - HAPPENED_LISTED;
  return [
    ...listed('What happened', all.slice(0, HAPPENED_LISTED), 'No single fact is kept.', zone),
    ...(left <= 0 ? [] : [text(`And ${left} more, in the table of the timeline.`)]),
  ];
}

function listed(title: string, moments: OutageReview['told'], nothing: string, zone: string): Block[] {
  const items = moments.map((m) => `${timeText(m.at, zone)}  ${m.text}`);
  return [heading(title), items.length === 0 ? text(nothing) : { kind: 'list', items }];
}

function collect({ collect: servers }: OutageReview): Block[] {
  if (servers.length === 0) return [];
  return [
    heading('Collect now, before the logs roll over'),
    ...servers.flatMap((s): Block[] => [
      text(
        `${s.nodeName} (${s.host}): ${s.from} to ${s.to}, ${s.zone === null ? 'UTC, as it has not told its zone' : `its own time, ${s.zone}`}` +
          `${s.offsetMs === null ? '' : `; its clock is ${Math.abs(Math.round(s.offsetMs))} ms ${s.offsetMs < 0 ? 'behind' : 'ahead of'} ours`}.`,
      ),
      { kind: 'code', lines: s.commands.map((c) => c.line) },
    ]),
  ];
}
