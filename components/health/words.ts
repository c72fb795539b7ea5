/** An agent's connection in words: what is the case, what Finesse will do or did, and what cannot be known. Pure. */
import type {
  BlamedFeed,
  Disconnect,
  EpochMs,
  EvidenceFeed,
  FinesseWill,
  HealthKind,
  PresenceHealth,
  PresenceOutcome,
  UnknownWhy,
} from '#contract';
import { formatMoment } from '../format/clock';
import { formatCountdown, plural } from '../format/units';

const kinds: Record<HealthKind, string> = {
  connected: 'Connected',
  unstable: 'Unstable',
  'at-risk': 'At risk',
  'forced-out': 'Forced out',
  'logged-out': 'Logged out',
  unknown: 'Unknown',
};

/** The state in a word or two, for filters, columns and tiles. */
export function healthWord(kind: HealthKind): string {
  return kinds[kind];
}

const wills: Record<FinesseWill, string> = {
  logout: 'logs out',
  'not-ready': 'sets Not Ready',
  'after-call': 'sets Not Ready after the call',
};

/** What Finesse will do: `sets Not Ready`. */
export function willWords(will: FinesseWill): string {
  return wills[will];
}

const outcomes: Record<PresenceOutcome, string> = {
  'forced-logout': 'logged out by Finesse',
  'forced-not-ready': 'set Not Ready by Finesse',
  self: 'by the agent',
  supervisor: 'by a supervisor',
  inactivity: 'for inactivity',
  phone: 'by the phone',
  'pg-reset': 'by a reset of the peripheral gateway',
  'sso-expired': 'because the SSO token expired',
  unknown: 'reason not known',
};

/** How a stay ended, after `Logged out`: `by the agent`. */
export function outcomeWords(outcome: PresenceOutcome): string {
  return outcomes[outcome];
}

const feeds: Record<EvidenceFeed, string> = {
  'user-feed': 'user feeds',
  'team-feed': 'team feeds',
  rest: 'Finesse REST',
  'connected-users': 'list of connected users',
  presence: 'XMPP presence',
  ping: 'XMPP ping',
};

export function feedName(feed: EvidenceFeed): string {
  return feeds[feed];
}

const withArticle: readonly EvidenceFeed[] = ['user-feed', 'team-feed', 'connected-users'];

/** `XMPP presence of A`, `the team feeds of A and B`. */
export function blameWords({ feed, side }: BlamedFeed): string {
  return `${withArticle.includes(feed) ? 'the ' : ''}${feedName(feed)} of ${side ?? 'A and B'}`;
}

const whys: Record<UnknownWhy, (blame: BlamedFeed) => string> = {
  'feed-stale': (blame) => `Holdfast hears nothing from ${blameWords(blame)}`,
  'never-seen': (blame) => `signed in, but never seen connected by ${blameWords(blame)}`,
  'lost-unseen': (blame) => `the connection went while ${blameWords(blame)} could not be heard`,
  'side-out-of-service': ({ side }) => `${side ?? 'the side'} is itself out of service`,
  'not-acted': () => 'the time is over and Finesse was not seen to act',
};

/** Why nothing can be said, with the feed that is to blame. */
export function unknownWords(health: Extract<PresenceHealth, { kind: 'unknown' }>): string {
  return whys[health.why](health.blame);
}

export interface HealthWords {
  /** What stands beside the mark: `Finesse acts in 0:42 (sets Not Ready)`. */
  text: string;
  /** What a second line or a tooltip adds; may be empty. */
  detail: string;
}

/** @param zone the zone of times; undefined = the viewer's own */
export function healthWords(health: PresenceHealth, now: EpochMs, zone?: string): HealthWords {
  const at = (time: EpochMs) => formatMoment(time, now, zone);
  switch (health.kind) {
    case 'connected': {
      const on = health.side === null ? '' : ` on ${health.side}`;
      const since = health.since === null ? '' : `since ${at(health.since)}`;
      const sure = health.sure === 'inferred' ? 'nothing says otherwise' : '';
      return { text: `Connected${on}`, detail: joined(since, sure) };
    }
    case 'unstable':
      return { text: 'Unstable', detail: unstableWords(health) };
    case 'at-risk':
      return { text: deadlineWords(health, now), detail: atRiskDetail(health, at) };
    case 'forced-out': {
      const did = health.outcome === 'forced-logout' ? 'logged out' : 'set Not Ready';
      const by = health.side === null ? '' : ` by ${health.side}`;
      const back = health.connectedOn === null ? '' : `connected again on ${health.connectedOn}`;
      return { text: `Forced out at ${at(health.at)}`, detail: joined(`${did}${by}`, back) };
    }
    case 'logged-out':
      return { text: `Logged out at ${at(health.at)}`, detail: outcomeWords(health.outcome) };
    case 'unknown': {
      const since = health.since === null ? '' : `since ${at(health.since)}`;
      return { text: 'Unknown', detail: joined(unknownWords(health), since) };
    }
  }
}

function unstableWords(health: Extract<PresenceHealth, { kind: 'unstable' }>): string {
  const reconnects = health.reconnects === 0 ? '' : plural(health.reconnects, 'reconnect');
  const missed = health.missed === 0 ? '' : `${plural(health.missed, 'answer')} missed in a row`;
  return joined(reconnects, missed);
}

export type AtRisk = Extract<PresenceHealth, { kind: 'at-risk' }>;

/** `Finesse acts in 0:42 (sets Not Ready)`; counts to the earliest moment. */
export function deadlineWords({ deadline, will }: AtRisk, now: EpochMs): string {
  const left = deadline.earliest - now;
  if (will === 'after-call') {
    return left > 0
      ? `Finesse acts after the call, not before ${formatCountdown(left)} (sets Not Ready)`
      : 'Finesse acts when the call ends (sets Not Ready)';
  }
  return left > 0
    ? `Finesse acts in ${formatCountdown(left)} (${willWords(will)})`
    : `Finesse may act any moment (${willWords(will)})`;
}

function atRiskDetail(health: AtRisk, at: (time: EpochMs) => string): string {
  const race = raceWords(health, at);
  const lost = `connection to ${health.side} lost at ${at(health.lost.to)}`;
  return joined(race ?? lost, health.sure === 'inferred' ? 'inferred' : '');
}

/** «connected on B; A may still act until 09:17:04»; null when there is no race. */
export function raceWords(health: AtRisk, at: (time: EpochMs) => string): string | null {
  if (health.connectedOn === null) return null;
  const { latest } = health.deadline;
  const until = latest === null ? 'when the call ends' : `until ${at(latest)}`;
  return `connected on ${health.connectedOn}; ${health.side} may still act ${until}`;
}

/** How much of the grace is left, 1..0: the ring that runs down. */
export function graceLeft({ deadline, lost }: AtRisk, now: EpochMs): number {
  const grace = deadline.earliest - lost.to;
  return grace <= 0 ? 0 : Math.min(1, Math.max(0, (deadline.earliest - now) / grace));
}

/** «Forced out at 09:17:04 after 134 s without a sign (255: connection failure, set Not Ready)»; null when Finesse did not act. */
export function forcedOutWords(d: Disconnect, now: EpochMs, zone?: string): string | null {
  const { end } = d;
  if (end === null || (end.outcome !== 'forced-logout' && end.outcome !== 'forced-not-ready')) return null;
  const did = end.outcome === 'forced-logout' ? 'logged out' : 'set Not Ready';
  const lastSign = lastSignBefore(d, end.at);
  const silent = lastSign === null ? '' : ` after ${Math.round((end.at - lastSign) / 1000)} s without a sign`;
  const why =
    end.code === null ? (end.label ?? '') : `${end.code}${end.label === null ? '' : `: ${lowered(end.label)}`}`;
  const inBrackets = [why, did].filter((part) => part !== '').join(', ');
  return `Forced out at ${formatMoment(end.at, now, zone)}${silent} (${inBrackets})`;
}

/** The last time that any feed told of the connection; null: none did. */
export function lastSignBefore(d: Pick<Disconnect, 'signs' | 'lost'>, at: EpochMs): EpochMs | null {
  const times = d.signs.map((s) => s.last).filter((time) => time <= at);
  return times.length === 0 ? (d.lost?.from ?? null) : Math.max(...times);
}

/** Labels come as `Connection Failure`; acronyms keep their capitals. */
function lowered(label: string): string {
  return label.replace(/\b[A-Z][a-z]/g, (start) => start.toLowerCase());
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}

/** `Ana Ortiz`; whoever has no name is called by the login id. */
export function agentName(agent: { firstName: string | null; lastName: string | null; loginId: string }): string {
  const name = [agent.firstName, agent.lastName].filter((part) => part !== null && part !== '').join(' ');
  return name === '' ? agent.loginId : name;
}
