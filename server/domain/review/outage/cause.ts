/** The first sign of an outage and the feed that told it, and its cause with the evidence. */
import type { Disconnect, EpochMs, OutageReview, ReviewMoment } from '#contract';
import { wentAt } from '../../presence/disconnects';
import { type OutageReads, troubledServers } from './reads';
import { factsOfServer } from './servers';

type Sign = NonNullable<OutageReview['firstSign']>;
/** The incident's own first sign waits for nothing; what came this much before belongs to it. */
const BEFORE_MS = 300_000;

/** The earliest evidence of all feeds; null: there is none left. */
export function firstSignOf(reads: OutageReads, affected: readonly Disconnect[]): OutageReview['firstSign'] {
  const { trouble } = reads.window;
  const inTime = (at: EpochMs) => at >= trouble.from - BEFORE_MS && at <= trouble.to;
  const signs = [...rungSigns(reads), ...sessionSigns(reads), ...agentSigns(affected, reads)];
  return signs.filter((s) => inTime(s.at)).sort((a, b) => a.at - b.at)[0] ?? null;
}

function rungSigns(reads: OutageReads): Sign[] {
  return troubledServers(reads.incident, reads.servers).flatMap((server) =>
    factsOfServer(reads.serverFacts, server, 'readiness-changed').flatMap((e) =>
      e.rungs
        .filter((r) => r.status === 'bad' && r.since !== null)
        .map((r) => ({
          at: r.since ?? e.at,
          text: `${server.nodeName}: ${reads.words.rung(r.rung)} failed`,
          feed: r.via ?? reads.words.rung(r.rung),
        })),
    ),
  );
}

function sessionSigns(reads: OutageReads): Sign[] {
  const { incident } = reads;
  return reads.targetFacts.flatMap((e) => {
    if (e.type !== 'session-lost') return [];
    const ours = incident.nodeKey === null || incident.nodeKey === e.nodeKey;
    const target = reads.targets.find((t) => t.key === e.targetKey);
    if (!ours || target === undefined) return [];
    const session = `${reads.words.transport(target.transport)} session to ${target.nodeName}`;
    return [{ at: e.at, text: `the ${session} was lost: ${reads.words.failure(e.failure)}`, feed: session }];
  });
}

/** People come and go: one or two who went are no sign of an outage. */
const SIGN_LEAST = 3;

function agentSigns(affected: readonly Disconnect[], { words }: OutageReads): Sign[] {
  const grouped = affected.filter((d) => d.groupId !== null);
  const many = grouped.length >= SIGN_LEAST ? grouped : affected;
  const first = [...many].sort((a, b) => wentAt(a) - wentAt(b))[0];
  if (first === undefined || many.length < SIGN_LEAST) return [];
  const feed = first.source === null ? 'what was missing' : words.feed(first.source.feed);
  const text =
    first.lost === null
      ? 'Finesse acted on an agent whose connection nobody saw go'
      : 'the first agent’s connection went';
  return [{ at: first.lost?.to ?? first.end?.at ?? wentAt(first), text, feed }];
}

const scopes = {
  'server-side': 'The server side',
  'site-or-path': 'A site, or the path to it',
  'client-side': 'The client side: no server and no site stands out',
} as const;

export function causeOf(reads: OutageReads): OutageReview['cause'] {
  const { cause, title } = reads.incident;
  const text =
    cause.outage !== null
      ? sentence(reads.words.cause(cause.outage))
      : cause.scope !== null
        ? `${scopes[cause.scope]}${cause.where === null ? '' : ` (${cause.where})`}`
        : cause.failure !== null
          ? sentence(reads.words.failure(cause.failure))
          : title;
  const evidence = [...signatureOf(reads), ...groupEvidence(reads), ...explained(reads)];
  return { text, evidence: evidence.sort((a, b) => a.at - b.at) };
}

/** The row of the signature table, from its first evidence to its consequences. */
function signatureOf(reads: OutageReads): ReviewMoment[] {
  const { trouble } = reads.window;
  return troubledServers(reads.incident, reads.servers).flatMap((server) => {
    const told = factsOfServer(reads.serverFacts, server, 'outage-changed').filter(
      (e) => e.outage !== null && e.outage.since >= trouble.from - BEFORE_MS && e.outage.since <= trouble.to,
    );
    // Told again with each consequence: the last word on each counts.
    const outages = new Map(told.flatMap(({ outage }) => (outage === null ? [] : [[outage.since, outage]])));
    return [...outages.values()].flatMap(({ cause, since, toldAt, consequences }) => [
      { at: since, text: `${server.nodeName}: first evidence` },
      ...(toldAt === null
        ? []
        : [{ at: toldAt, text: `${server.nodeName}: the signature was complete: ${reads.words.cause(cause)}` }]),
      ...consequences.map((c) => ({ at: c.at, text: `${server.nodeName}: ${reads.words.rung(c.rung)} followed` })),
    ]);
  });
}

function groupEvidence({ incident, groups }: OutageReads): ReviewMoment[] {
  const id = incident.subject.split(' ').at(-1);
  const ours = groups.filter(
    (g) => g.teamId === null && (incident.kind === 'group-disconnect' ? g.id === id : overlaps(g, incident)),
  );
  return ours.flatMap((g) => [
    {
      at: g.from,
      text: `${g.size} agents lost their connection within ${Math.max(1, Math.round((g.to - g.from) / 1_000))} s`,
    },
    ...g.evidence.map((e) => ({ at: g.to, text: `${e.lost} of ${e.connected} of ${e.of} ${e.name}` })),
  ]);
}

function overlaps(g: { from: EpochMs; to: EpochMs }, i: OutageReads['incident']): boolean {
  return (
    (i.kind === 'server-outage' || i.kind === 'service-down') &&
    g.to >= i.firstSignAt - BEFORE_MS &&
    g.from <= (i.resolved?.time ?? Number.MAX_SAFE_INTEGER)
  );
}

/** What the alerts measured: the first sample and the last. */
function explained({ incident }: OutageReads): ReviewMoment[] {
  return incident.explanations.flatMap(({ ruleName, samples }) => {
    const [first] = samples;
    const last = samples.at(-1);
    if (first === undefined || last === undefined) return [];
    const lines = first === last ? [first] : [first, last];
    return lines.map((s) => ({ at: s.time, text: `${ruleName}: ${s.text}` }));
  });
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
