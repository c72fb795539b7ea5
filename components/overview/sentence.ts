/** The first line of the overview: what a supervisor should know in five seconds, from the states alone. Pure. */
import type { EpochMs, TargetState } from '#contract';
import { formatMoment } from '../format/clock';
import { failureSentence, lossWords } from '../format/failure-sentence';
import { groupBy } from '../format/group';
import { transportName } from '../format/names';
import { inWords, plural } from '../format/units';
import { type Status, statusOf, type Urgency, urgencyOf } from '../session/status';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'unknown' | 'empty';

export interface Sentence {
  tone: Tone;
  /** What is the case. */
  text: string;
  /** What follows from it, as far as the evidence goes; may be empty. */
  advice: string;
}

export interface Seen {
  state: TargetState;
  status: Status;
  urgency: Urgency;
}

/** A longer list is no sentence. */
const NAMED_AT_MOST = 3;

interface Context {
  now: EpochMs;
  zone: string | undefined;
}

/**
 * Four verdicts: all well, trouble (with what the comparison of transports shows), starting, blind.
 * @param blindSince when set, nobody measures since then: what the states say is only the last known
 */
export function overviewSentence(
  states: readonly TargetState[],
  now: EpochMs,
  options: { zone?: string | undefined; blindSince?: EpochMs | null } = {},
): Sentence {
  const context = { now, zone: options.zone };
  const seen = lookAt(states, now, options.blindSince ?? null);
  if (seen.length === 0) return { tone: 'empty', text: 'Nothing is monitored yet.', advice: '' };
  const blindSince = options.blindSince ?? null;
  if (blindSince !== null) return blind(blindSince, context);
  const bad = seen.filter((s) => s.urgency === 'bad');
  const [only] = bad;
  if (only !== undefined) return bad.length === 1 ? oneDown(only, seen, context) : manyDown(bad, seen, context);
  return upOrStarting(seen);
}

export function lookAt(states: readonly TargetState[], now: EpochMs, blindSince: EpochMs | null): Seen[] {
  return states
    .filter((state) => !state.archived)
    .map((state) => {
      const status = statusOf(state, now, blindSince);
      return { state, status, urgency: urgencyOf(status, state) };
    });
}

function blind(since: EpochMs, { now, zone }: Context): Sentence {
  return {
    tone: 'unknown',
    text: `Holdfast is blind since ${formatMoment(since, now, zone)}: no worker is measuring.`,
    advice: 'The marks below are the last known state; nothing is known about the servers since then.',
  };
}

function oneDown(down: Seen, all: readonly Seen[], context: Context): Sentence {
  const what = `${transportName(down.state.transport)} to ${down.state.nodeName}`;
  return { tone: 'bad', text: `${what} ${whatHappened(down, context)}.`, advice: fromSiblings(down, all) };
}

/** `lost at 09:14:02: ping: no answer in 3 × 10 s`, or what stands in its way now. */
function whatHappened(down: Seen, { now, zone }: Context): string {
  const { state, status } = down;
  const nowFailing = status.failure === null ? '' : failureSentence(status.failure);
  if (status.kind === 'refused') return `was refused: ${nowFailing || 'will not retry'}`;
  const loss = lossBehind(state);
  if (loss === null) return `is not connected${nowFailing === '' ? '' : `: ${nowFailing}`}`;
  const since = `lost at ${formatMoment(loss.at, now, zone)}: ${lossWords(loss.failure)}`;
  return nowFailing === '' || nowFailing === failureSentence(loss.failure) ? since : `${since}; now ${nowFailing}`;
}

/** The loss that began the present outage; null when the session answered after it, or was never lost. */
export function lossBehind(state: TargetState): TargetState['lastLoss'] {
  if (state.lastLoss === null) return null;
  return state.lastPing !== null && state.lastPing.at > state.lastLoss.at ? null : state.lastLoss;
}

/** Compares the transports of one server: this much the evidence carries, and no more. */
function fromSiblings(down: Seen, all: readonly Seen[]): string {
  const here = transportName(down.state.transport);
  const siblings = all.filter((s) => s !== down && sameNode(s, down));
  const fine = siblings.filter((s) => s.status.kind === 'online').map((s) => transportName(s.state.transport));
  if (fine.length === 0) return siblings.length === 0 ? 'It is the only transport measured there.' : '';
  const are = fine.length === 1 ? 'is' : 'are';
  const shaky = siblings.filter((s) => s.status.kind === 'unstable').map((s) => transportName(s.state.transport));
  if (shaky.length > 0) {
    const miss = shaky.length === 1 ? 'misses' : 'miss';
    return `${inWords(fine)} ${are} fine, so the server is up; ${inWords(shaky)} ${miss} answers too.`;
  }
  if (aboutCredentials(down)) return `${inWords(fine)} ${are} fine, so the server is up.`;
  return `${inWords(fine)} ${are} fine: the server is up, and the fault lies on the path through the ${here} endpoint.`;
}

function aboutCredentials(down: Seen): boolean {
  const failure = down.status.failure ?? lossBehind(down.state)?.failure ?? null;
  return (
    failure === null || failure.kind === 'auth' || failure.kind === 'stanza-error' || failure.condition === 'conflict'
  );
}

function manyDown(bad: readonly Seen[], all: readonly Seen[], context: Context): Sentence {
  const nodes = [...groupBy(bad, (s) => `${s.state.clusterKey}/${s.state.nodeKey}`).values()];
  const [first] = nodes;
  if (first !== undefined && nodes.length === 1) return oneNodeDown(first, all, context);
  const names = nodes.map((n) => n[0]?.state.nodeName ?? '');
  const where = names.length > NAMED_AT_MOST ? plural(names.length, 'server') : inWords(names);
  return {
    tone: 'bad',
    text: `${bad.length} of ${plural(all.length, 'session')} are down${sinceWhen(bad, context)}, on ${where}${sameCause(bad)}.`,
    advice: acrossNodes(bad, all),
  };
}

/** What several servers have in common, as far as the marks show it. */
function acrossNodes(bad: readonly Seen[], all: readonly Seen[]): string {
  if (!all.some((s) => s.status.kind === 'online')) {
    return 'Nothing answers at all: the network of this observer may be at fault.';
  }
  const [kind, ...others] = new Set(bad.map((s) => s.state.transport));
  if (kind === undefined || others.length > 0) return '';
  const rest = all.filter((s) => s.state.transport !== kind);
  if (rest.length === 0 || rest.some((s) => s.status.kind !== 'online')) return '';
  const fine = [...new Set(rest.map((s) => transportName(s.state.transport)))];
  const are = fine.length === 1 ? 'is' : 'are';
  return `Only ${transportName(kind)} fails; ${inWords(fine)} ${are} fine everywhere: look at what the ${transportName(kind)} endpoints share.`;
}

/** `: ping: no answer in 3 × 10 s`, when all were lost for the same reason. */
function sameCause(bad: readonly Seen[]): string {
  const failures = bad.map((s) => lossBehind(s.state)?.failure ?? s.status.failure);
  const [cause, ...others] = new Set(failures.map((f) => (f === null ? '' : lossWords(f))));
  return cause === undefined || cause === '' || others.length > 0 ? '' : `: ${cause}`;
}

function oneNodeDown(bad: readonly Seen[], all: readonly Seen[], context: Context): Sentence {
  const [first] = bad;
  if (first === undefined) return { tone: 'bad', text: 'A session is down.', advice: '' };
  const node = first.state.nodeName;
  const siblings = all
    .filter((s) => sameNode(s, first) && s.status.kind === 'online')
    .map((s) => transportName(s.state.transport));
  const names = inWords(bad.map((s) => transportName(s.state.transport)));
  if (siblings.length > 0) {
    const are = siblings.length === 1 ? 'is' : 'are';
    return {
      tone: 'bad',
      text: `${names} to ${node} are down${sinceWhen(bad, context)}${sameCause(bad)}.`,
      advice: `${inWords(siblings)} ${are} fine: the server is up.`,
    };
  }
  const others = all.filter((s) => !sameNode(s, first));
  const othersUp = others.some((s) => s.status.kind === 'online');
  return {
    tone: 'bad',
    text: `${node} does not answer on any transport${sinceWhen(bad, context)}: ${names} are down.`,
    advice: othersUp
      ? 'Other servers answer this observer: the server or the way to it is at fault.'
      : 'Seen from this observer alone: the server is down, or the way to it.',
  };
}

/** ` since 09:14:02`, from the earliest loss that is still going on. */
function sinceWhen(bad: readonly Seen[], { now, zone }: Context): string {
  const times = bad.flatMap((s) => lossBehind(s.state)?.at ?? []);
  return times.length === 0 ? '' : ` since ${formatMoment(Math.min(...times), now, zone)}`;
}

function upOrStarting(seen: readonly Seen[]): Sentence {
  const running = seen.filter(isRunning);
  const online = running.filter(isUp);
  const shaky = seen.filter((s) => s.urgency === 'warn');
  const rest = notRunning(seen);
  const [first] = shaky;
  if (first !== undefined) return shakySentence(first, shaky.length);
  if (running.length === 0)
    return { tone: 'empty', text: `No session is running${rest === '' ? '' : `: ${rest}`}.`, advice: '' };
  const tail = rest === '' ? '' : ` ${capital(rest)}.`;
  if (online.length < running.length) {
    return {
      tone: 'busy',
      text: `${online.length} of ${plural(running.length, 'session')} online, ${running.length - online.length} connecting.${tail}`,
      advice: '',
    };
  }
  const where = inWords([...new Set(running.map((s) => s.state.clusterName))]);
  const all = running.length === 1 ? 'The one session is' : `All ${running.length} sessions`;
  return {
    tone: 'good',
    text: `${all} online at ${where}.${tail}`,
    advice: 'Times are measured from this observer; they say nothing about the way from an agent at home.',
  };
}

function shakySentence(first: Seen, count: number): Sentence {
  const what = `${transportName(first.state.transport)} to ${first.state.nodeName}`;
  if (first.status.kind === 'online')
    return { tone: 'warn', text: `${what} is open, though it should be closed.`, advice: '' };
  const more = count > 1 ? ` So do ${plural(count - 1, 'other session')}.` : '';
  const { retries, interval } = { retries: first.state.pingRetries + 1, interval: first.state.pingTimeoutMs / 1000 };
  return {
    tone: 'warn',
    text: `${what} misses answers: ${first.status.detail}.${more}`,
    advice: `It counts as lost after ${retries} × ${interval} s without an answer.`,
  };
}

function isUp({ status }: Seen): boolean {
  return status.kind === 'online' || status.kind === 'unstable';
}

/** Sessions that are up or are meant to be: what may be closed is counted while it is open. */
function isRunning(seen: Seen): boolean {
  return isUp(seen) || (seen.state.expect === 'open' && seen.status.kind !== 'stopped');
}

function notRunning(all: readonly Seen[]): string {
  const seen = all.filter((s) => !isRunning(s));
  const stopped = seen.filter((s) => s.status.kind === 'stopped').length;
  const closed = seen.filter((s) => s.status.kind === 'closed-by-design').length;
  const optional = seen.length - stopped - closed;
  return inWords([
    ...(stopped > 0 ? [`${stopped} paused or stopped`] : []),
    ...(closed > 0 ? [`${closed} closed as expected`] : []),
    ...(optional > 0 ? [`${optional} optional not connected`] : []),
  ]);
}

function sameNode(a: Seen, b: Seen): boolean {
  return a.state.clusterKey === b.state.clusterKey && a.state.nodeKey === b.state.nodeKey;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
