/** A rule over facts in their order: the conditions that are looked at live, at each fact and whenever time alone changes something. */
import { type AlertRule, agentKeyOf, type EpochMs, type Event, GONE_HOME_MS, type RuleCondition } from '#contract';
import { findingsOf } from '../conditions';
import { isFound } from '../conditions-agents';
import { certificatesIn } from '../conditions-targets';
import type { AlertFacts } from '../facts';
import { MINUTE_MS } from '../ping-minutes';
import { everywhere } from '../rules';
import { gapAt, type Track } from './track';

export interface EventReplay {
  /** In order of time; those from before the range only make the facts. */
  take(e: Event): void;
  /** Goes on to the end of the range. */
  finish(): void;
}

export interface EventReplayOptions {
  rule: AlertRule;
  facts: AlertFacts;
  track: Track;
  range: { from: EpochMs; to: EpochMs };
  unobserved: readonly { from: EpochMs; to: EpochMs }[];
}

const DAY_MS = 86_400_000;

export function createEventReplay({ rule, facts, track, range, unobserved }: EventReplayOptions): EventReplay {
  const watch = createWatch(rule.condition, facts);
  /** Facts of this moment have come, and are to be judged when all of it have. */
  let unjudged: EpochMs | null = range.from;
  let judgedAt: EpochMs = range.from - 1;
  let timed: EpochMs | null = null;

  function judge(at: EpochMs): void {
    judgedAt = at;
    const found = watch.mayFind(at);
    if (!found && track.isIdle()) {
      timed = null;
      return;
    }
    track.step(at, found ? findingsOf(rule, facts, at) : []);
    timed = watch.nextAt(at);
    if (rule.schedule !== null) timed = Math.min(timed ?? at + MINUTE_MS, Math.floor(at / MINUTE_MS + 1) * MINUTE_MS);
  }

  /** While nobody watched nothing was judged: what was due then is judged after it. */
  function nextMoment(): EpochMs | null {
    const due = track.dueAt();
    const moments = [unjudged, due, timed].flatMap((at) => at ?? []);
    if (moments.length === 0) return null;
    const at = Math.max(judgedAt + 1, Math.min(...moments));
    return gapAt(unobserved, at)?.to ?? at;
  }

  function advance(before: EpochMs): void {
    for (let at = nextMoment(); at !== null && at < before; at = nextMoment()) {
      if (unjudged !== null && unjudged <= at) unjudged = null;
      judge(at);
    }
  }

  return {
    take(e) {
      if (e.at > range.from) advance(Math.min(e.at, range.to + 1));
      facts.take(e);
      watch.take(e);
      if (e.at <= range.to) unjudged = Math.min(unjudged ?? e.at, Math.max(e.at, range.from));
    },
    finish() {
      advance(range.to + 1);
      track.finish();
    },
  };
}

interface Watch {
  take(e: Event): void;
  /** False: the condition holds nowhere for sure, and need not be looked for. */
  mayFind(at: EpochMs): boolean;
  /** When what is found changes by time alone, at the earliest; null: not. */
  nextAt(at: EpochMs): EpochMs | null;
}

/** What makes it possible to judge a month of facts: most of the time there is nothing to be found. */
function createWatch(condition: RuleCondition, facts: AlertFacts): Watch {
  switch (condition.of) {
    case 'agents':
      return watchAgents(condition, facts);
    case 'certificate':
      return {
        ...whenever,
        nextAt(at) {
          const ends = certificatesIn(facts, everywhere).map((c) => c.certificate.validToMs);
          return earliest(
            ends.map((end) => end - condition.withinDays * DAY_MS + 1),
            at,
          );
        },
      };
    case 'not-in-service':
    case 'outage': {
      const isDown = () => [...facts.servers.values()].some((s) => s.outage !== null);
      const counts = condition.of === 'not-in-service' && condition.leastAgents > 0;
      return { ...whenever, mayFind: isDown, nextAt: (at) => (counts && isDown() ? nextMinute(at) : null) };
    }
    case 'session-down':
      return { ...whenever, mayFind: () => facts.offline.size > 0 };
    case 'group':
      return { ...whenever, mayFind: () => facts.groups.size > 0 };
    default:
      return whenever;
  }
}

const whenever: Watch = { take: () => undefined, mayFind: () => true, nextAt: () => null };
const nextMinute = (at: EpochMs): EpochMs => (Math.floor(at / MINUTE_MS) + 1) * MINUTE_MS;

function earliest(times: readonly EpochMs[], after: EpochMs): EpochMs | null {
  const later = times.filter((time) => time > after);
  return later.length === 0 ? null : Math.min(...later);
}

/** Keeps who is out now, so that thousands who are not need not be counted. */
function watchAgents({ health, atLeast }: Extract<RuleCondition, { of: 'agents' }>, { agents }: AlertFacts): Watch {
  const found = new Map<string, { since: EpochMs; forced: boolean }>();
  for (const [key, a] of agents)
    if (isFound(a, health)) found.set(key, { since: a.since, forced: a.health === 'forced-out' });
  return {
    take(e) {
      if (e.type !== 'agent-health-changed' && e.type !== 'agent-unlisted') return;
      const key = agentKeyOf(e.clusterKey, e.loginId);
      if (e.type === 'agent-unlisted' || !isFound({ health: e.health.kind }, health)) found.delete(key);
      else found.set(key, { since: e.since, forced: e.health.kind === 'forced-out' });
    },
    mayFind(at) {
      for (const [key, one] of found) if (one.forced && at - one.since > GONE_HOME_MS) found.delete(key);
      return found.size >= atLeast;
    },
    nextAt(at) {
      const gone = [...found.values()].flatMap((one) => (one.forced ? [one.since + GONE_HOME_MS + 1] : []));
      return earliest(gone, at);
    },
  };
}
