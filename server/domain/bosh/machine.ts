/** A BOSH session as a pure machine: inputs with their time go in, requests to post and elements to deliver come out. */
import type { EpochMs } from '#contract';
import { type BoshReply, failureOfStatus, failureOfTerminate, overdueAt, termsOf } from './protocol';
import { broken, emptyAllowedAt, post, pump } from './sending';
import {
  type BoshEffect,
  type BoshInput,
  type BoshStage,
  type BoshState,
  type BoshStep,
  ended,
  termsIn,
  type Unanswered,
} from './state';

/** The one function of the machine. After `end` it does nothing. */
export function stepBosh<P>(state: BoshState<P>, input: BoshInput<P>, at: EpochMs): BoshStep<P> {
  if (state.stage.name === 'ended') return { state, effects: [] };
  switch (input.is) {
    case 'open-stream':
      return opened(state, at);
    case 'send':
      return pump(
        { ...state, outbox: [...state.outbox, ...input.stanzas.map((xml) => ({ restart: false as const, xml }))] },
        at,
      );
    case 'reply':
      return replied(state, input.rid, input.reply, at);
    case 'status':
      return ofUnanswered(state, input.rid, () => ended(state, failureOfStatus(input.status, termsIn(state) !== null)));
    case 'broken':
      return ofUnanswered(state, input.rid, (one) => broken(state, [one], input.failure, at));
    case 'alarm':
      return alarmed(state, at);
    case 'close':
      return closed(state, at);
  }
}

/** When the machine wants an `alarm`. */
export function deadlineOfBosh<P>(state: BoshState<P>): EpochMs | null {
  const terms = termsIn(state);
  const times = state.unanswered.map((one) => one.repeatAt ?? overdueAt(one.sentAt, terms));
  if (state.stage.name === 'open' && state.unanswered.length === 0)
    times.push(emptyAllowedAt(state, state.stage.terms));
  return times.length === 0 ? null : Math.min(...times);
}

function opened<P>(state: BoshState<P>, at: EpochMs): BoshStep<P> {
  if (state.stage.name === 'idle') return post({ ...state, stage: { name: 'creating' } }, { kind: 'create' }, at);
  return pump({ ...state, outbox: [...state.outbox, { restart: true }] }, at);
}

/** XEP-0124 §13: the last request takes along what is left, and may exceed `requests`. */
function closed<P>(state: BoshState<P>, at: EpochMs): BoshStep<P> {
  if (state.stage.name === 'closing') return { state, effects: [] };
  if (state.stage.name !== 'open') return ended(state, null);
  const xml = state.outbox.flatMap((one) => (one.restart ? [] : [one.xml]));
  const posted = post({ ...state, outbox: [] }, { kind: 'terminate', xml }, at);
  return { ...posted, state: { ...posted.state, stage: { name: 'closing', terms: state.stage.terms } } };
}

function alarmed<P>(state: BoshState<P>, at: EpochMs): BoshStep<P> {
  const terms = termsIn(state);
  const overdue = state.unanswered.filter((one) => one.repeatAt === null && overdueAt(one.sentAt, terms) <= at);
  if (overdue.length > 0) {
    const abandoned = overdue.map((one) => ({ do: 'abandon' as const, rid: one.request.rid }));
    const text = 'no answer within wait';
    const next = broken(state, overdue, { kind: 'transport', condition: 'connection-timeout', text }, at);
    return { state: next.state, effects: [...abandoned, ...next.effects] };
  }
  return pump(state, at);
}

function replied<P>(state: BoshState<P>, rid: number, reply: BoshReply<P>, at: EpochMs): BoshStep<P> {
  return ofUnanswered(state, rid, (answered) => {
    // XEP-0124 §17.3: the request is repeated together with those before it that have no answer.
    if (reply.attrs.type === 'error') {
      const again = state.unanswered.filter(
        (one) => one === answered || (one.request.rid < rid && one.repeatAt === null),
      );
      const abandoned = again
        .filter((one) => one !== answered)
        .map((one) => ({ do: 'abandon' as const, rid: one.request.rid }));
      const next = broken(state, again, { kind: 'bosh', condition: 'undefined-condition', text: 'binding error' }, at);
      return { state: next.state, effects: [...abandoned, ...next.effects] };
    }
    const received: BoshState<P> = {
      ...state,
      unanswered: state.unanswered.filter((one) => one !== answered),
      early: new Map(state.early).set(rid, reply),
      latest: state.latest?.rid === rid ? { ...state.latest, fruitless: reply.payload.length === 0 } : state.latest,
    };
    const taken = takeInOrder(received);
    const next = lastWord(taken.state, answered, reply) ?? pump(taken.state, at);
    return { state: next.state, effects: [...taken.effects, ...next.effects] };
  });
}

/** The end of the session does not wait for an answer that may have been lost. */
function lastWord<P>(state: BoshState<P>, answered: Unanswered, reply: BoshReply<P>): BoshStep<P> | null {
  if (state.stage.name === 'ended') return null;
  if (reply.attrs.type === 'terminate') return take(state, reply);
  return answered.request.content.kind === 'terminate' ? ended(state, null) : null;
}

/** XEP-0124 §14.2: answers are processed in the order of their requests. */
function takeInOrder<P>(start: BoshState<P>): BoshStep<P> {
  let state = start;
  const effects: BoshEffect<P>[] = [];
  for (let reply = state.early.get(state.awaited); reply !== undefined; reply = state.early.get(state.awaited)) {
    const early = new Map(state.early);
    early.delete(state.awaited);
    const taken = take({ ...state, early, awaited: state.awaited + 1 }, reply);
    effects.push(...taken.effects);
    state = taken.state;
    if (state.stage.name === 'ended') break;
  }
  return { state, effects };
}

function take<P>(state: BoshState<P>, reply: BoshReply<P>): BoshStep<P> {
  const { attrs, payload } = reply;
  const elements = payload.map((element) => ({ do: 'deliver' as const, element }));
  if (attrs.type === 'terminate') {
    const end = ended(state, state.stage.name === 'closing' ? null : failureOfTerminate(reply));
    return { state: end.state, effects: [...elements, ...end.effects] };
  }
  if (state.stage.name === 'creating') {
    const terms = termsOf(attrs);
    if (terms === null) return ended(state, { kind: 'bosh', condition: 'bad-body', text: 'no sid' });
    const stage: BoshStage = { name: 'open', terms, attrs };
    return { state: { ...state, stage }, effects: [{ do: 'open', attrs }, ...elements] };
  }
  if (state.stage.name === 'open' && state.reopening && payload.length > 0) {
    const open = { do: 'open' as const, attrs: { ...state.stage.attrs, ...attrs } };
    return { state: { ...state, reopening: false }, effects: [open, ...elements] };
  }
  return { state, effects: elements };
}

function ofUnanswered<P>(state: BoshState<P>, rid: number, act: (one: Unanswered) => BoshStep<P>): BoshStep<P> {
  const one = state.unanswered.find(({ request }) => request.rid === rid);
  return one === undefined ? { state, effects: [] } : act(one);
}
