/** What was changed in the day before an outage, in sentences: the first thing that everybody asks for. */
import type { EventOf, ReviewMoment, ServerView } from '#contract';
import type { ObserverFact, OutageReads, ServerFact, TargetFact } from './reads';
import { DAY_BEFORE_MS } from './reads';

export function changesBefore(reads: OutageReads): ReviewMoment[] {
  const { from: until } = reads.window.trouble;
  const since = until - DAY_BEFORE_MS;
  return [
    ...configurations(reads),
    ...reads.targetFacts.flatMap((e) => targetChange(e, reads)),
    ...serverChanges(reads.serverFacts, reads.servers, reads),
    ...reads.observerFacts.flatMap(observerChange),
  ]
    .filter((c) => c.at >= since && c.at < until)
    .sort((a, b) => a.at - b.at);
}

type Configured = EventOf<'target-configured'>;
const compared = {
  ...{ address: 'address', domain: 'domain', expect: 'expectation', nodeName: 'name' },
  ...{ pingIntervalMs: 'ping interval', pingTimeoutMs: 'ping timeout', pingRetries: 'retries' },
} satisfies Partial<Record<keyof Configured, string>>;

type Named = Pick<OutageReads, 'targets' | 'words'>;

/** A start of the worker tells every configuration again: only what is different is a change. The same of many is one. */
export function configurations(reads: Named & Pick<OutageReads, 'targetFacts'>): ReviewMoment[] {
  const before = new Map<string, Configured>();
  const together = new Map<string, { at: number; what: string; names: string[] }>();
  for (const e of reads.targetFacts) {
    if (e.type !== 'target-configured') continue;
    const known = before.get(e.targetKey);
    before.set(e.targetKey, e);
    if (known === undefined) continue;
    const what = Object.entries(compared)
      .filter(([field]) => Reflect.get(known, field) !== Reflect.get(e, field))
      .map(([, word]) => word)
      .join(', ');
    if (what === '') continue;
    const key = `${Math.round(e.at / 1_000)} ${what}`;
    const change = together.get(key) ?? { at: e.at, what, names: [] };
    together.set(key, { ...change, names: [...change.names, nameOf(e.targetKey, reads)] });
  }
  return [...together.values()].map(({ at, what, names }) => ({ at, text: `${names.join(', ')}: ${what} changed` }));
}

export function targetChange(e: TargetFact, named: Named): ReviewMoment[] {
  const of = nameOf(e.targetKey, named);
  switch (e.type) {
    case 'target-archived':
      return [{ at: e.at, text: `${of} is no longer watched` }];
    case 'certificate-changed':
      return e.before === null ? [] : [{ at: e.at, text: `${of}: another certificate, of ${e.after.subject}` }];
    case 'command-accepted':
      return [{ at: e.at, text: `${commandWords[e.command]} ${of} (${e.actor})` }];
    default:
      return [];
  }
}

const commandWords: Record<EventOf<'command-accepted'>['command'], string> = {
  'pause-target': 'Paused:',
  'resume-target': 'Resumed:',
  'reconnect-target': 'Reconnected by hand:',
};

export function nameOf(key: string, { targets, words }: Named): string {
  const target = targets.find((t) => t.key === key);
  return target === undefined ? key : `${target.nodeName} ${words.transport(target.transport)}`;
}

/** Of what a server says of itself, the parts that somebody changes or that change with a failover. */
const fields: Record<string, string> = {
  ...{
    status: 'status',
    statusReason: 'reason',
    deployment: 'deployment',
    authMode: 'sign-in mode',
    release: 'release',
  },
  ...{
    ctiServers: 'CTI servers',
    ctiMaintenance: 'CTI maintenance mode',
    finesseMaintenance: 'Finesse maintenance mode',
  },
  zoneOffsetMin: 'time zone',
};

function serverChanges(
  facts: readonly ServerFact[],
  servers: readonly ServerView[],
  { words }: Pick<OutageReads, 'words'>,
): ReviewMoment[] {
  return facts.flatMap((e) => {
    const name = servers.find((s) => s.nodeKey === e.nodeKey)?.nodeName ?? e.nodeKey;
    if (e.type === 'server-certificate-changed')
      return e.before === null ? [] : [{ at: e.at, text: `${name}: another certificate, of ${e.after.subject}` }];
    if (e.type === 'outage-changed' && e.outage !== null && e.outage.toldAt === e.at)
      return [{ at: e.at, text: `${name}: an outage before this one: ${words.cause(e.outage.cause)}` }];
    if (e.type !== 'server-facts-changed') return [];
    const changed = e.changed.flatMap((field) => {
      const word = fields[field];
      return word === undefined ? [] : [`${word} ${valueWords(Reflect.get(e.facts, field))}`];
    });
    return changed.length === 0 ? [] : [{ at: e.at, text: `${name}: ${changed.join(', ')}` }];
  });
}

function valueWords(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'not told any more';
  if (!Array.isArray(value)) return `is now ${String(value)}`;
  const active = value.flatMap((v: { host?: unknown; active?: unknown }) =>
    v.active === true ? [String(v.host)] : [],
  );
  return active.length === 0 ? 'none active' : `active on ${active.join(', ')}`;
}

export function observerChange(e: ObserverFact): ReviewMoment[] {
  switch (e.type) {
    case 'observer-started':
      return [{ at: e.at, text: `Holdfast was started, version ${e.version}` }];
    case 'alerting-configured':
      return [{ at: e.at, text: `Alerting was configured${e.actor === null ? '' : ` (${e.actor})`}` }];
    case 'silence-changed':
      return [
        {
          at: e.at,
          text: `A silence ${e.silence.expiresAt > e.at ? 'was set' : 'ended'}: ${e.silence.reason} (${e.actor})`,
        },
      ];
    case 'clock-stepped':
      return [{ at: e.at, text: `Holdfast’s clock was set by ${Math.round(e.byMs / 1_000)} s` }];
    default:
      return [];
  }
}
