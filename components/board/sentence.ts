/** The first line of the board: mine or everybody's, Finesse or us, and what to tell people; from the model alone. Pure. */
import type { EpochMs, GroupRecord, OutageCause, ServerView } from '#contract';
import { formatMoment } from '../format/clock';
import { inWords, plural } from '../format/units';
import { blameWords } from '../health/words';
import { agentsIn, figuresOf } from './figures';
import { groupsOf, groupWhere, groupWho, isOpenGroup } from './groups';
import type { BoardModel } from './model';
import {
  accountWords,
  causeWords,
  namesOf,
  outSince,
  type ServiceStatus,
  serverName,
  serviceWords,
  statusOfServer,
} from './service';

/** All well · our side or site · Finesse or a server · Holdfast is blind. */
export type Verdict = 'well' | 'our-side' | 'finesse' | 'blind';

export interface BoardSentence {
  verdict: Verdict;
  tone: 'good' | 'busy' | 'warn' | 'bad' | 'unknown';
  /** What is the case. */
  text: string;
  /** What to tell people, and where to look. */
  advice: string;
}

export interface SentenceOptions {
  zone?: string | undefined;
  /** Nobody measures since then. */
  blindSince?: EpochMs | null;
  /** What the sessions themselves say, when it is bad news or the service is no Finesse. */
  sessions?: { tone: 'good' | 'busy' | 'warn' | 'bad' | 'unknown' | 'empty'; text: string; advice: string } | null;
}

/** A server in such a state is not the cause of anything. */
const soundStatuses: ReadonlySet<ServiceStatus> = new Set(['in-service', 'standby']);

interface Seen {
  model: BoardModel;
  now: EpochMs;
  zone: string | undefined;
  servers: ServerView[];
  out: ServerView[];
  /** `Finesse A and B in service`; '' for services that are no Finesse. */
  service: string;
  sessions: NonNullable<SentenceOptions['sessions']> | null;
}

export function boardSentence(model: BoardModel, now: EpochMs, options: SentenceOptions = {}): BoardSentence {
  const { zone, blindSince = null, sessions = null } = options;
  if (blindSince !== null) return nobodyMeasures(blindSince, now, zone);
  const servers = [...model.servers.values()];
  const nameOf = (s: ServerView) => nameIn(model, s);
  const out = servers.filter((s) => statusOfServer(s) === 'out');
  const seen = { model, now, zone, servers, out, service: serviceWords(servers, nameOf), sessions };
  return outage(seen) ?? blindFeeds(seen) ?? group(seen) ?? singles(seen) ?? well(seen);
}

function nameIn(model: BoardModel, server: ServerView): string {
  const several = new Set([...model.servers.values()].map((s) => s.clusterKey)).size > 1;
  return serverName(server, several ? (model.clusters.get(server.clusterKey)?.name ?? server.clusterKey) : null);
}

function nobodyMeasures(since: EpochMs, now: EpochMs, zone: string | undefined): BoardSentence {
  return {
    ...{ verdict: 'blind', tone: 'unknown' },
    text: `Holdfast is blind since ${formatMoment(since, now, zone)}: no worker is measuring.`,
    advice: 'What you see is the last known state. It says nothing about Finesse or the agents since then.',
  };
}

/** Finesse or a server: the row that the outage matches, then who is left, then what it has done to people. */
function outage(seen: Seen): BoardSentence | null {
  const [first] = seen.out;
  if (first === undefined) return null;
  const { model, now, zone } = seen;
  const since = outSince(first);
  const from = since === null ? '' : ` since ${formatMoment(since, now, zone)}`;
  const cause = first.outage?.cause ?? 'undetermined';
  const names = namesOf(seen.out.map((s) => nameIn(model, s)));
  const one = seen.out.length === 1;
  const text = one
    ? `${names} is out of service${from}: ${causeWords(cause)}.`
    : `${names} are out of service${from}: on ${nameIn(model, first)} ${causeWords(cause)}.`;
  const rest = seen.servers.filter((s) => s.clusterKey === first.clusterKey && !seen.out.includes(s));
  const left = rest.length === 0 ? '' : ` ${serviceWords(rest, (s) => nameIn(model, s))}.`;
  return { verdict: 'finesse', tone: 'bad', text: `${text}${left}${people(seen)}`, advice: outageAdvice(cause, rest) };
}

function outageAdvice(cause: OutageCause, rest: readonly ServerView[]): string {
  if (rest.some((s) => statusOfServer(s) === 'in-service')) {
    // FINESSE §7: a desktop takes 50 to 110 s to fail over
    return 'Desktops move to the other side by themselves, within about two minutes. Tell agents: wait, do not reload.';
  }
  switch (cause) {
    case 'cti-link':
      return 'Desktops stay open and states come back with the link, mostly within two minutes. Tell agents: wait, do not reload.';
    case 'host-or-network':
      return 'Seen from this observer: it may be the way there. Tell agents: wait, do not reload; it is not their own network.';
    case 'web-application':
    case 'notification-service':
    case 'undetermined':
      return 'No other side is in service. Tell agents: wait, do not reload; it is not their own network.';
  }
}

/** ` 7 agents are at risk, 3 are out.` */
function people({ model, now }: Seen): string {
  const { totals } = model;
  const { stillOut } = figuresOf(model, now, now);
  const parts = [
    ...(totals['at-risk'] > 0 ? [`${plural(totals['at-risk'], 'agent')} at risk`] : []),
    ...(stillOut.all > 0 ? [`${stillOut.all} still out`] : []),
  ];
  return parts.length === 0 ? '' : ` ${inWords(parts)}.`;
}

/** Holdfast cannot see: many unknown because feeds are stale, or no server could be checked. */
function blindFeeds(seen: Seen): BoardSentence | null {
  const { model, now, zone, servers } = seen;
  const stale = agentsIn(model, 'unknown').flatMap(({ health: h }) =>
    h.kind === 'unknown' && h.why === 'feed-stale' ? [h] : [],
  );
  const [first] = stale;
  const signedIn = model.totals.all - model.totals['logged-out'];
  if (first !== undefined && stale.length >= Math.max(1, signedIn * 0.1)) {
    const since = first.since === null ? '' : ` since ${formatMoment(first.since, now, zone)}`;
    const why = servers.flatMap((s) => s.feeds).find((f) => f.feed === first.blame.feed && !f.fresh)?.why ?? null;
    const all = stale.length >= signedIn ? 'any agent' : `${plural(stale.length, 'agent')} of ${signedIn}`;
    return {
      ...{ verdict: 'blind', tone: 'unknown' },
      text: `Holdfast cannot see ${all}${since}: nothing comes from ${blameWords(first.blame)}${why === null ? '' : ` (${why})`}.${seen.service === '' ? '' : ` ${seen.service}.`}${people(seen)}`,
      advice: 'Those agents are unknown, not lost: nobody is counted as at risk or forced out because of this.',
    };
  }
  if (servers.length === 0 || servers.some((s) => statusOfServer(s) !== 'unseen')) return null;
  const never = servers.every((s) => s.rungs.every((r) => r.checkedAt === null));
  return {
    ...{ verdict: 'blind', tone: never ? 'busy' : 'unknown' },
    text: never
      ? `Holdfast has not checked ${namesOf(servers.map((s) => nameIn(model, s)))} yet.`
      : `Holdfast cannot tell whether ${namesOf(servers.map((s) => nameIn(model, s)))} are in service: its checks get no answer.`,
    advice: never
      ? 'The first checks take a few seconds.'
      : 'Look at the service panel: it says what was checked last, and when.',
  };
}

/** Many at once: where their sets say that the fault is. */
function group(seen: Seen): BoardSentence | null {
  const { model, now, zone } = seen;
  const newest = groupsOf(model).find((g) => isOpenGroup(g, now));
  if (newest === undefined) return null;
  const back = newest.back === 0 ? '' : newest.back >= newest.size ? ' All are back.' : ` ${newest.back} are back.`;
  const at = formatMoment(newest.from, now, zone);
  const lost = `${groupWho(newest)} lost connection at ${at}, ${groupWhere(newest)}`;
  const server = newest.scope === 'server-side';
  const isSound = seen.servers.length > 0 && seen.servers.every((s) => soundStatuses.has(statusOfServer(s)));
  const finesse = isSound && !server ? '; Finesse is not the cause' : '';
  const over = newest.back >= newest.size && newest.size > 0;
  return {
    verdict: server ? 'finesse' : 'our-side',
    tone: over ? 'warn' : 'bad',
    text: `${lead(seen)}${lost}${finesse}.${back}`,
    advice: over ? 'Nothing more to do for them; the cards below keep what is known.' : groupAdvice(newest, model),
  };
}

function groupAdvice({ scope, where, id }: GroupRecord, model: BoardModel): string {
  switch (scope) {
    case 'site-or-path':
      return `Tell agents: wait, do not reload. Ask who looks after the network ${where === null ? 'there' : `of ${where}`}${others(id, model)}.`;
    case 'server-side':
      return `Tell agents: wait, do not reload. They come from several sites: look at server ${where ?? ''} and what stands before it.`;
    case 'client-side':
      return 'Tell agents: wait, do not reload. Neither a site nor a server explains it: look at what they share, or whether a shift ended.';
  }
}

/** Said only where it is so. */
function others(groupId: string, model: BoardModel): string {
  const hit = [...agentsIn(model, 'at-risk'), ...agentsIn(model, 'forced-out')];
  return hit.some((agent) => agent.groupId !== groupId) ? '' : ': nobody elsewhere is affected';
}

/** Some, one by one: nothing connects them, and nobody guesses a cause. */
function singles(seen: Seen): BoardSentence | null {
  const { model, now, zone } = seen;
  const { atRisk, stillOut } = figuresOf(model, now, now);
  if (atRisk.all === 0 && stillOut.all === 0) return null;
  const are = (n: number) => (n === 1 ? 'is' : 'are');
  const risk = atRisk.all === 0 ? '' : `${plural(atRisk.all, 'agent')} ${are(atRisk.all)} at risk`;
  const longest = stillOut.since === null ? '' : `, since ${formatMoment(stillOut.since, now, zone)} at the longest`;
  const out = stillOut.all === 0 ? '' : `${plural(stillOut.all, 'agent')} ${are(stillOut.all)} still out${longest}`;
  const one = atRisk.all + stillOut.all === 1;
  return {
    ...{ verdict: 'our-side', tone: atRisk.all > 0 ? 'bad' : 'warn' },
    text: `${lead(seen)}${[risk, out].filter((p) => p !== '').join('; ')}.`,
    advice: one
      ? 'One connection of its own; nobody else is affected. Tell the agent: wait, do not reload.'
      : 'One by one: neither a server nor a site connects them. Tell them: wait, do not reload.',
  };
}

function well(seen: Seen): BoardSentence {
  const { model, servers, sessions } = seen;
  const refused = servers.flatMap((s) => s.accounts.flatMap((a) => accountWords(a, s) ?? []));
  const { connected, unstable } = model.totals;
  const here = connected + unstable;
  const promises = [...model.clusters.values()].flatMap((c) => c.promise ?? []);
  const warned = promises.some((p) => p.warning !== 'none');
  const watched = promises.length > 0 && promises.every((p) => !p.verdicts.includes('forced-out'));
  const nobody = warned ? 'nobody is at risk' : 'nobody is out';
  const agents = here === 0 ? 'No agent is connected' : `${plural(here, 'agent')} connected; ${nobody}`;
  // Where nobody is forced out by the service, who is not connected is what there is to tell.
  const who = watched ? `${here} of ${plural(model.totals.all, 'watched account')} connected` : agents;
  const text = `${lead(seen)}${who}.`;
  const [first] = refused;
  if (first !== undefined) {
    const advice = `${first} Set it right, then say so in the service panel.`;
    return { verdict: 'well', tone: 'warn', text, advice };
  }
  if (sessions !== null && (sessions.tone === 'bad' || sessions.tone === 'warn')) {
    const advice = `But Holdfast's own sessions: ${sessions.text} ${sessions.advice}`.trim();
    return { verdict: 'well', tone: 'warn', text, advice };
  }
  const unwarned = promises.find((p) => p.warning === 'none' && p.verdicts.includes('forced-out'));
  const sound = servers.every((s) => soundStatuses.has(statusOfServer(s)));
  const advice = unwarned?.sentence ?? 'Nothing needs to be done.';
  return { verdict: 'well', tone: sound ? 'good' : 'busy', text, advice };
}

/** What comes before the people: the service, in Finesse's words or in our sessions'. */
function lead({ service, sessions }: Seen): string {
  if (service !== '') return `${service}. `;
  return sessions === null || sessions.tone === 'empty' ? '' : `${sessions.text} `;
}
