/** Everything of an outage that can be handed to somebody else, as files of text. */
import type { HandshakeTranscript, OutageReview } from '#contract';
import { htmlOf, markdownOf } from './documents';
import { laneName, lengthText } from './say';
import { type Cell, summaryOf } from './summary';
import { outageSvg } from './svg';

export interface BundleFile {
  name: string;
  text: string;
  what: string;
}

interface BundleAsked {
  review: OutageReview;
  transcripts: readonly HandshakeTranscript[];
  zone: string;
  version: string;
  csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string;
}

const MAX_TRANSCRIPTS = 30;
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

export function bundleFiles({ review, transcripts, zone, version, csv }: BundleAsked): BundleFile[] {
  const blocks = summaryOf(review, zone);
  const svg = outageSvg(review, zone);
  const files: BundleFile[] = [
    { name: 'summary.md', text: markdownOf(blocks, (name) => `charts/${name}`), what: 'the summary, as Markdown' },
    {
      name: 'summary.html',
      text: htmlOf(blocks, { 'outage.svg': svg }),
      what: 'the same as a page: print it to get a PDF',
    },
    { name: 'facts.json', text: `${JSON.stringify(review, null, 2)}\n`, what: 'everything below, for programs' },
    { name: 'charts/outage.svg', text: svg, what: 'readiness, sessions, agents and round-trip times on one axis' },
    ...tables(review).map(({ name, head, rows, what }) => ({ name: `csv/${name}.csv`, text: csv(head, rows), what })),
    ...transcripts.slice(0, MAX_TRANSCRIPTS).map(transcriptFile),
  ];
  return [{ name: 'README.txt', text: readme(review, files, version), what: 'this list' }, ...files];
}

interface Table {
  name: string;
  what: string;
  head: readonly string[];
  rows: Cell[][];
}

function tables(r: OutageReview): Table[] {
  return [
    {
      ...{ name: 'timeline', what: 'what happened, in order', head: ['time', 'kind', 'count', 'text'] },
      rows: r.marks.map((m) => [iso(m.at), m.kind, m.count, m.text]),
    },
    {
      ...{
        name: 'readiness',
        what: 'each rung of each server',
        head: ['server', 'side', 'rung', 'from', 'to', 'status'],
      },
      rows: r.readiness.flatMap((s) =>
        s.rungs.flatMap((g) => g.spans.map((p) => [s.nodeName, s.side, g.rung, iso(p.from), iso(p.to), p.status])),
      ),
    },
    {
      ...{ name: 'sessions', what: 'our own sessions by transport' },
      head: ['target', 'from', 'to', 'phase', 'failure_kind', 'failure_condition', 'failure_phase'],
      rows: r.sessions.flatMap((s) =>
        s.spans.map((p) => [
          ...[s.target, iso(p.from), iso(p.to), p.phase],
          ...[p.failure?.kind ?? null, p.failure?.condition ?? null, p.failure?.phase ?? null],
        ]),
      ),
    },
    agentsTable(r),
    {
      ...{ name: 'deliveries', what: 'each try to tell somebody' },
      head: ['channel', 'transition', 'status', 'time', 'took_ms', 'condition'],
      rows: r.deliveries.flatMap((d) =>
        d.attempts.length === 0
          ? [[d.channel, d.transition, d.status, iso(d.deliveredAt ?? d.createdAt), null, d.condition]]
          : d.attempts.map((a) => [d.channel, d.transition, d.status, iso(a.at), a.tookMs, a.condition]),
      ),
    },
    {
      ...{ name: 'rtt', what: 'round-trip times of our pings' },
      head: ['target', 'from', 'to', 'pings', 'missed', 'min_ms', 'p50_ms', 'p95_ms', 'max_ms'],
      rows: r.rtt.flatMap((s) =>
        s.points.map((p) => [s.target, iso(p.from), iso(p.to), p.count, p.misses, p.minMs, p.p50Ms, p.p95Ms, p.maxMs]),
      ),
    },
  ];
}

function agentsTable(r: OutageReview): Table {
  return {
    ...{ name: 'agents', what: `agents that lost their connection${r.names ? '' : ', under pseudonyms'}` },
    head: [
      'agent',
      'team',
      'site',
      'side',
      'on_a_call',
      'lost',
      'outcome',
      'outcome_at',
      'back',
      'back_side',
      'ready',
      'lost_for_s',
    ],
    rows: r.lanes.map((a) => [
      ...[r.names ? laneName(a) : a.id, a.teamName, a.site, a.side, a.onCall ? 'yes' : 'no', iso(a.wentAt), a.outcome],
      ...[iso(a.endedAt), iso(a.back?.at ?? null), a.back?.side ?? null, iso(a.readyAt)],
      a.lostMs === null ? null : Math.round(a.lostMs / 1_000),
    ]),
  };
}

function transcriptFile(t: HandshakeTranscript): BundleFile {
  const safe = `${t.targetKey} ${t.failure.condition}`.replace(/[^A-Za-z0-9._-]+/g, '-');
  const head = [
    `Handshake of ${t.targetKey}, begun ${iso(t.startedAt)}, failed ${iso(t.at)}`,
    `${t.failure.kind} ${t.failure.condition} in ${t.failure.phase}${t.failure.text === null ? '' : `: ${t.failure.text}`}`,
  ];
  return {
    name: `transcripts/${safe}.txt`,
    text: [...head, '', ...transcriptText(t), ''].join('\n'),
    what: 'the last handshake that failed of this, secrets blotted out',
  };
}

/** `  12.4 ms → <auth …>` */
export function transcriptText({ lines, leftOut }: HandshakeTranscript): string[] {
  const arrows = { us: '→', peer: '←', wire: '·' } as const;
  const all = lines.map((l) => `${l.atMs.toFixed(1).padStart(9)} ms ${arrows[l.from]} ${l.text}`);
  return leftOut === 0 ? all : [...all, `(${leftOut} more lines were left out)`];
}

function readme(r: OutageReview, files: readonly BundleFile[], version: string): string {
  const widest = Math.max(...files.map((f) => f.name.length));
  return [
    `${r.incident.title}`,
    `Incident ${r.incident.id}, from ${iso(r.trouble.from)} to ${r.incident.resolved === null ? 'now: it is still open' : iso(r.trouble.to)} (${lengthText(r.trouble.to - r.trouble.from)}).`,
    `Made ${iso(r.at)} by Holdfast ${version}.`,
    '',
    ...files.map((f) => `${f.name.padEnd(widest)}  ${f.what}`),
    '',
    r.names
      ? 'Agents are named, because whoever made this chose so.'
      : 'Agents stand under pseudonyms: the same agent has the same one in every bundle of this installation, and nobody can tell who it is without its key.',
    'Notes and titles are as people wrote them; they may name somebody.',
    'Times in the tables are UTC. Passwords, tokens, cookies and session ids are in none of these files.',
    ...r.gone,
    '',
  ].join('\n');
}
