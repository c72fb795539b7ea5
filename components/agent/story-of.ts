/** A disconnect told step by step, from the last sign to the return, with times; only what a feed told is said. Pure. */
import { type Disconnect, type EpochMs, isForcedOut } from '#contract';
import { formatDuration } from '../format/units';
import { feedName } from '../health/words';
import { codeWords } from './code-words';
import { endInShort, endSentence } from './end-words';

export type StoryKind = 'sign' | 'lost' | 'unseen' | 'warned' | 'end' | 'returned' | 'ready' | 'open' | 'closed';

export interface StoryStep {
  /** null: awaited still, or never seen. */
  at: EpochMs | null;
  kind: StoryKind;
  /** A sentence, to stand behind the time. */
  text: string;
  /** With its time inside, to stand in one line with the others. */
  short: string;
}

/** A moment as the reader's clock shows it, e.g. `09:14:50`. */
export type When = (at: EpochMs) => string;

/** In order of time; what is awaited comes last. */
export function storyOf(d: Disconnect, when: When): StoryStep[] {
  const steps = [
    signStep(d, when),
    lostStep(d, when),
    unseenStep(d, when),
    warnedStep(d, when),
    endStep(d, when),
    returnStep(d, when),
    readyStep(d, when),
    lastStep(d),
  ];
  const last = Number.POSITIVE_INFINITY;
  return steps.filter((s) => s !== null).sort((a, b) => (a.at ?? last) - (b.at ?? last) || 0);
}

/** `last sign 09:14:50 → unavailable 09:16:04 (seen) → …` */
export function storyInShort(d: Disconnect, when: When): string {
  return storyOf(d, when)
    .map((s) => s.short)
    .join(' → ');
}

/** The latest sign before it went; the news of its going is none. */
export function lastSignOf(d: Disconnect): Disconnect['signs'][number] | null {
  const until = d.lost?.to ?? d.end?.at ?? Number.POSITIVE_INFINITY;
  const before = d.signs.filter((s) => s.last < until);
  return before.sort((a, b) => b.last - a.last)[0] ?? null;
}

const onSide = (side: string | null): string => (side === null ? '' : ` on side ${side}`);

function signStep(d: Disconnect, when: When): StoryStep | null {
  const sign = lastSignOf(d);
  if (sign === null) return null;
  const text = `Last sign of the connection${onSide(d.side)}: ${feedName(sign.feed)}.`;
  return { at: sign.last, kind: 'sign', text, short: `last sign ${when(sign.last)}` };
}

/** What a feed tells at once is a moment, however well its clock is known. */
const MOMENT_MS = 2_000;

function lostStep(d: Disconnect, when: When): StoryStep | null {
  if (d.lost === null) return null;
  const { from, to } = d.lost;
  const sure = d.sure ?? 'inferred';
  if (sure === 'seen' && to - from <= MOMENT_MS) {
    const text = `Connection lost${onSide(d.side)}: unavailable (seen).`;
    return { at: to, kind: 'lost', text, short: `unavailable ${when(to)} (seen)` };
  }
  const between = `between ${when(from)} and ${when(to)} (${sure})`;
  // it went before Finesse acted on it, however late it was found out
  const at = Math.min(to, d.end?.at ?? to);
  return { at, kind: 'lost', text: `Connection lost${onSide(d.side)} ${between}.`, short: `lost ${between}` };
}

function unseenStep(d: Disconnect, when: When): StoryStep | null {
  if (d.unseenFrom === null) return null;
  const text = 'Holdfast could not see from here on: what follows was found out later.';
  return { at: d.unseenFrom, kind: 'unseen', text, short: `unseen by Holdfast from ${when(d.unseenFrom)}` };
}

function warnedStep(d: Disconnect, when: When): StoryStep | null {
  if (d.warnedAt === null) return null;
  const act = actWords(d, when);
  if (act === null) return { at: d.warnedAt, kind: 'warned', text: 'At risk.', short: `at risk ${when(d.warnedAt)}` };
  return { at: d.warnedAt, kind: 'warned', text: `At risk: ${act.text}.`, short: `at risk, ${act.short}` };
}

const willWords = { logout: 'logs the agent out', 'not-ready': 'sets Not Ready', 'after-call': 'acts' } as const;

function actWords(d: Disconnect, when: When): { text: string; short: string } | null {
  const { deadline, will } = d;
  if (deadline === null) return null;
  const { earliest, latest } = deadline;
  const does = will === null ? 'acts' : willWords[will];
  const despite = d.before.onCall && will === 'logout' ? ', even during the call' : '';
  if (latest === null) {
    const late = `when the call is over, not before ${when(earliest)}`;
    return { text: `Finesse ${does} ${late}`, short: `Finesse acts ${late}` };
  }
  const time = when(earliest) === when(latest) ? `at ${when(latest)}` : `between ${when(earliest)} and ${when(latest)}`;
  return { text: `Finesse ${does} ${time}${despite}`, short: `Finesse acts ${time}` };
}

function endStep(d: Disconnect, when: When): StoryStep | null {
  if (d.end === null) return null;
  const code = codeWords(d.end, d.profile);
  const sentence = `${endSentence(d.end, d)}${code === null ? '' : ` (${code})`}`;
  const text = [`${sentence}${withoutSign(d)}.`, ...remarks(d, when)].join(' ');
  return { at: d.end.at, kind: 'end', text, short: endInShort(d.end, d, when) };
}

/** `, 134 s after the last sign`: of what Finesse did because of the lost connection alone. */
function withoutSign(d: Disconnect): string {
  const sign = lastSignOf(d);
  if (d.end === null || sign === null || !isForcedOut(d)) return '';
  return `, ${Math.round((d.end.at - sign.last) / 1000)} s after the last sign`;
}

/** How the warning did, by the installation's own measure. */
function remarks(d: Disconnect, when: When): string[] {
  if (d.end === null || !isForcedOut(d)) return [];
  if (d.warnedAt === null || d.warnedAt >= d.end.at) return [withoutWarning(d)];
  const lead = `The warning came ${formatDuration(d.end.at - d.warnedAt)} before.`;
  const { deadline } = d;
  if (deadline === null || deadline.latest === null) return [lead];
  const early = d.end.at < deadline.earliest;
  const late = d.end.at > deadline.latest;
  if (!early && !late) return [lead];
  return [lead, `It had been foretold for ${when(deadline.earliest)} to ${when(deadline.latest)}.`];
}

function withoutWarning(d: Disconnect): string {
  if (d.unseenFrom !== null && d.end !== null && d.unseenFrom <= d.end.at)
    return 'There was no warning: Holdfast could not see at that time.';
  if (d.lost === null) return 'There was no warning: no feed told that the connection had gone.';
  return 'There was no warning before.';
}

const SAME_MOMENT_MS = 2_000;

function isReadyAtOnce(d: Disconnect): boolean {
  return d.returned !== null && d.readyAgainAt !== null && Math.abs(d.readyAgainAt - d.returned.at) <= SAME_MOMENT_MS;
}

function returnStep(d: Disconnect, when: When): StoryStep | null {
  const { returned, end, deadline } = d;
  if (returned === null || isReadyAtOnce(d)) return null;
  const where = onSide(returned.side);
  const short = `connected${onShort(returned.side)} ${when(returned.at)}`;
  const step = { at: returned.at, kind: 'returned' } as const;
  // whoever is back on the other side is not safe from the clock of this one
  const elsewhere = returned.side !== null && d.side !== null && returned.side !== d.side;
  const running = deadline !== null && (deadline.latest === null || returned.at < deadline.latest);
  if (elsewhere && running && (end === null ? d.closedAt === null : end.at > returned.at)) {
    const until = deadline.latest === null ? 'after the call' : `until ${when(deadline.latest)}`;
    const may = `${d.side} may still act ${until}`;
    return { ...step, text: `Connected again${where}; ${may}.`, short: `${short}, ${may}` };
  }
  if (end === null && running && d.closedAt !== null)
    return { ...step, text: `Connected again${where}, in time: Finesse did nothing.`, short: `${short}, in time` };
  return { ...step, text: `Connected again${where}.`, short };
}

const onShort = (side: string | null): string => (side === null ? '' : ` on ${side}`);

function readyStep(d: Disconnect, when: When): StoryStep | null {
  if (d.readyAgainAt === null) return null;
  const side = d.returned?.side ?? null;
  const text = isReadyAtOnce(d) ? `Connected again and Ready${onSide(side)}.` : 'Ready again.';
  return { at: d.readyAgainAt, kind: 'ready', text, short: `back Ready ${when(d.readyAgainAt)}${onShort(side)}` };
}

/** What is awaited, or that nobody will know any more. */
function lastStep(d: Disconnect): StoryStep | null {
  const told = d.end !== null || d.returned !== null || d.readyAgainAt !== null;
  if (d.closedAt !== null) {
    if (told) return null;
    const text = 'What became of it was not seen.';
    return { at: null, kind: 'closed', text, short: 'what became of it was not seen' };
  }
  if (d.returned !== null && d.readyAgainAt !== null) return null;
  if (d.returned !== null) return open('Ready has not been seen again yet');
  if (d.end !== null) return open('Not connected again yet');
  return open(
    d.deadline === null ? 'Not connected again yet' : 'Not connected again yet, and Finesse has not acted yet',
  );
}

const open = (words: string): StoryStep => ({
  at: null,
  kind: 'open',
  text: `${words}.`,
  short: words.charAt(0).toLowerCase() + words.slice(1),
});
