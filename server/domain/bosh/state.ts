/** What a BOSH session knows between two inputs. */
import type { EpochMs } from '#contract';
import type { BoshFailure, BoshReply, BoshRequest, BoshTerms } from './protocol';

export type BoshStage =
  | { name: 'idle' }
  | { name: 'creating' }
  | { name: 'open'; terms: BoshTerms; attrs: Readonly<Record<string, string>> }
  | { name: 'closing'; terms: BoshTerms }
  | { name: 'ended' };

/** A request without an answer: it is with the server, or it waits to be repeated. */
export interface Unanswered {
  request: BoshRequest;
  sentAt: EpochMs;
  repeatAt: EpochMs | null;
  /** Connections that broke under it in a row, and since when. */
  broken: number;
  brokenSince: EpochMs;
}

export type Waiting = { restart: true } | { restart: false; xml: string };

export interface BoshState<P> {
  stage: BoshStage;
  nextRid: number;
  /** The lowest rid whose answer was not processed yet. */
  awaited: number;
  unanswered: readonly Unanswered[];
  /** Answers that came before those of lower rids. */
  early: ReadonlyMap<number, BoshReply<P>>;
  outbox: readonly Waiting[];
  /** A restart was sent; the first element that comes belongs to the new stream. */
  reopening: boolean;
  /** The newest request, for the polling rule. */
  latest: { rid: number; empty: boolean; sentAt: EpochMs; fruitless: boolean } | null;
}

export type BoshInput<P> =
  | { is: 'open-stream' }
  | { is: 'send'; stanzas: readonly string[] }
  | { is: 'reply'; rid: number; reply: BoshReply<P> }
  | { is: 'status'; rid: number; status: number }
  /** The connection broke, before or after the server read the request. */
  | { is: 'broken'; rid: number; failure: BoshFailure }
  | { is: 'alarm' }
  | { is: 'close' };

export type BoshEffect<P> =
  | { do: 'post'; request: BoshRequest }
  /** Gives up waiting for the answer on this connection. */
  | { do: 'abandon'; rid: number }
  | { do: 'open'; attrs: Readonly<Record<string, string>> }
  | { do: 'deliver'; element: P }
  | { do: 'end'; failure: BoshFailure | null };

export interface BoshStep<P> {
  state: BoshState<P>;
  effects: readonly BoshEffect<P>[];
}

/** @param startRid XEP-0124 §7.1: random, and far enough from 2^53 */
export function newBosh<P>(startRid: number): BoshState<P> {
  return {
    stage: { name: 'idle' },
    nextRid: startRid,
    awaited: startRid,
    unanswered: [],
    early: new Map(),
    outbox: [],
    reopening: false,
    latest: null,
  };
}

/** Null before the session is created, and after its end. */
export function termsIn<P>({ stage }: BoshState<P>): BoshTerms | null {
  return stage.name === 'open' || stage.name === 'closing' ? stage.terms : null;
}

/** Nothing happens after it; an end that we asked for is no failure. */
export function ended<P>(state: BoshState<P>, failure: BoshFailure | null): BoshStep<P> {
  const quiet = state.stage.name === 'closing' ? null : failure;
  const over = { ...state, stage: { name: 'ended' as const }, unanswered: [], outbox: [], early: new Map() };
  return { state: over, effects: [{ do: 'end', failure: quiet }] };
}
