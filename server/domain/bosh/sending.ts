/** When a BOSH session may send what: repetitions, bodies with stanzas, and the empty body that the server holds. */
import type { EpochMs } from '#contract';
import {
  type BoshContent,
  type BoshFailure,
  type BoshRequest,
  type BoshTerms,
  LONG_HELD_MS,
  REPEAT_AFTER_MS,
} from './protocol';
import { type BoshEffect, type BoshState, type BoshStep, ended, termsIn, type Unanswered, type Waiting } from './state';

/** Stanzas in one body stay below this many characters, unless one alone has more. */
const MAX_BODY_CHARS = 256 * 1_024;

/** XEP-0124 §14.3: the same body with the same rid, a few times and not beyond what the server remembers. */
export function broken<P>(
  state: BoshState<P>,
  those: readonly Unanswered[],
  failure: BoshFailure,
  at: EpochMs,
): BoshStep<P> {
  // What creates a session may have created it, and must not be repeated.
  if (state.stage.name === 'creating') return ended(state, failure);
  if (state.stage.name === 'closing') return brokenWhileClosing(state, those);
  // Where nobody listens any more, nobody remembers the session: no need to let a loss look like slowness.
  if (failure.condition === 'connection-refused') return ended(state, failure);
  const inactivityMs = termsIn(state)?.inactivityMs ?? null;
  const marked = those.map((one) => markBroken(one, at));
  const hopeless = marked.some(
    (one) => one.repeatAt === null || (inactivityMs !== null && one.repeatAt - one.brokenSince > inactivityMs),
  );
  if (hopeless) return ended(state, failure);
  const unanswered = state.unanswered.map((one) => marked[those.indexOf(one)] ?? one);
  return pump({ ...state, unanswered }, at);
}

function brokenWhileClosing<P>(state: BoshState<P>, those: readonly Unanswered[]): BoshStep<P> {
  if (those.some(({ request }) => request.content.kind === 'terminate')) return ended(state, null);
  return { state: { ...state, unanswered: state.unanswered.filter((one) => !those.includes(one)) }, effects: [] };
}

function markBroken(one: Unanswered, at: EpochMs): Unanswered {
  const afresh = one.broken === 0 || at - one.sentAt > LONG_HELD_MS;
  const broken = afresh ? 1 : one.broken + 1;
  const wait = REPEAT_AFTER_MS[broken - 1];
  return {
    ...one,
    broken,
    brokenSince: afresh ? at : one.brokenSince,
    repeatAt: wait === undefined ? null : at + wait,
  };
}

/** Posts whatever may be posted now: repetitions, then what waits, then the empty body that the server holds. */
export function pump<P>(start: BoshState<P>, at: EpochMs): BoshStep<P> {
  const effects: BoshEffect<P>[] = [];
  const due = start.unanswered.filter((one) => one.repeatAt !== null && one.repeatAt <= at);
  for (const one of due) effects.push({ do: 'post', request: one.request });
  const unanswered = start.unanswered.map((one) => (due.includes(one) ? { ...one, repeatAt: null, sentAt: at } : one));
  let state: BoshState<P> = { ...start, unanswered };
  if (state.stage.name !== 'open') return { state, effects };
  const { terms } = state.stage;
  while (state.outbox.length > 0 && state.unanswered.length < terms.requests) {
    const { content, rest } = nextContent(state.outbox);
    const reopening = state.reopening || content.kind === 'restart';
    const posted = post({ ...state, outbox: rest, reopening }, content, at);
    effects.push(...posted.effects);
    state = posted.state;
  }
  if (state.unanswered.length > 0 || emptyAllowedAt(state, terms) > at) return { state, effects };
  const empty = post(state, { kind: 'stanzas', xml: [] }, at);
  return { state: empty.state, effects: [...effects, ...empty.effects] };
}

/** XEP-0124 §11: after an empty request that brought nothing, the next empty one has to wait. */
export function emptyAllowedAt<P>({ latest }: BoshState<P>, terms: BoshTerms): EpochMs {
  return latest?.empty && latest.fruitless ? latest.sentAt + terms.pollingMs : 0;
}

/** As many stanzas as wait, up to the next restart, which goes alone. */
function nextContent(outbox: readonly Waiting[]): { content: BoshContent; rest: readonly Waiting[] } {
  if (outbox[0]?.restart) return { content: { kind: 'restart' }, rest: outbox.slice(1) };
  const xml: string[] = [];
  let chars = 0;
  for (const one of outbox) {
    if (one.restart) break;
    chars += one.xml.length;
    if (xml.length > 0 && chars > MAX_BODY_CHARS) break;
    xml.push(one.xml);
  }
  return { content: { kind: 'stanzas', xml }, rest: outbox.slice(xml.length) };
}

export function post<P>(state: BoshState<P>, content: BoshContent, at: EpochMs): BoshStep<P> {
  const rid = state.nextRid;
  const terms = termsIn(state);
  // XEP-0124 §9.1: the rid itself says that everything before it was answered.
  const ack = terms?.acks && state.awaited !== rid ? state.awaited - 1 : null;
  const request: BoshRequest = { rid, sid: terms?.sid ?? null, ack, content };
  const one: Unanswered = { request, sentAt: at, repeatAt: null, broken: 0, brokenSince: at };
  const empty = content.kind === 'stanzas' && content.xml.length === 0;
  return {
    state: {
      ...state,
      nextRid: rid + 1,
      unanswered: [...state.unanswered, one],
      latest: { rid, empty, sentAt: at, fruitless: false },
    },
    effects: [{ do: 'post', request }],
  };
}
