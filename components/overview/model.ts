/** What the overview shows, and how events change it. Pure; the page keeps one value of it. */

import { z } from 'zod';
import {
  type EpochMs,
  type Event,
  foldTarget,
  overviewSnapshot,
  phaseInterval,
  type Recorded,
  type Sample,
  sampleOf,
  type TargetKey,
  type TargetState,
  type Topic,
  topicOf,
} from '#contract';

/** The snapshot of the store, and the spans in it that nobody observed. */
export const overviewPage = overviewSnapshot.extend({ unknown: z.array(phaseInterval) });
export type OverviewPage = z.infer<typeof overviewPage>;

export const OVERVIEW_WINDOW_MS = 15 * 60_000;
/** A card without pings is cleared of old ones this late at most: sooner would draw cards again that nothing happened to. */
const CLEARED_LATE_MS = 60_000;

export interface Span {
  from: EpochMs;
  to: EpochMs;
}

export interface CardModel {
  state: TargetState;
  /** Oldest first, of the last 15 minutes. */
  samples: readonly Sample[];
}

export interface OverviewModel {
  /** By key, in the order of the keys: a card keeps its place. */
  cards: ReadonlyMap<TargetKey, CardModel>;
  unknown: readonly Span[];
  /** The worker came back with maybe other targets: a new snapshot is wanted. */
  outdated: boolean;
}

export function overviewModel(page: OverviewPage): OverviewModel {
  const live = page.targets.filter((t) => !t.state.archived).sort((a, b) => byPlace(a.state, b.state));
  return {
    cards: new Map(live.map((t) => [t.state.key, { state: t.state, samples: t.samples }])),
    unknown: page.unknown.map((i) => ({ from: i.from, to: i.to ?? page.at })),
    outdated: false,
  };
}

export function overviewTopics(page: OverviewPage): Topic[] {
  return [...new Set(page.targets.map((t) => topicOf.cluster(t.state.clusterKey))), topicOf.observer];
}

/** Folds a batch; cards that no event touched keep their identity, so that they are not drawn again. */
export function foldOverview(model: OverviewModel, events: readonly Recorded[]): OverviewModel {
  const cards = new Map(model.cards);
  let { unknown, outdated } = model;
  let added = false;
  const oldest = Math.max(...events.map((e) => e.at)) - OVERVIEW_WINDOW_MS - CLEARED_LATE_MS;
  for (const e of events) {
    if (e.type === 'observer-gap' || e.type === 'observer-stalled')
      unknown = [...unknown, { from: e.fromMs, to: e.toMs }];
    if (e.type === 'observer-started') outdated = true;
    if (!('targetKey' in e)) continue;
    const before = cards.get(e.targetKey);
    const after = foldCard(before, e);
    if (after === undefined || after.state.archived) cards.delete(e.targetKey);
    else cards.set(e.targetKey, after);
    added ||= before === undefined && after !== undefined;
  }
  clearOld(cards, oldest);
  if (unknown.some((s) => s.to < oldest)) unknown = unknown.filter((s) => s.to >= oldest);
  return { cards: added ? sorted(cards) : cards, unknown, outdated };
}

/** A lost session sends no pings that would push the old ones out of its 15 minutes. */
function clearOld(cards: Map<TargetKey, CardModel>, oldest: EpochMs): void {
  for (const [key, card] of cards) {
    if ((card.samples[0]?.at ?? oldest) >= oldest) continue;
    cards.set(key, { ...card, samples: card.samples.filter((s) => s.at >= oldest + CLEARED_LATE_MS) });
  }
}

function foldCard(card: CardModel | undefined, e: Event): CardModel | undefined {
  const state = foldTarget(card?.state, e);
  if (state === undefined) return card;
  const samples = withSample(card?.samples ?? [], sampleOf(e));
  return state === card?.state && samples === card.samples ? card : { state, samples };
}

/** Appends in order of time (answers of BOSH may overtake each other) and drops what left the window. */
export function withSample(
  samples: readonly Sample[],
  sample: Sample | null,
  windowMs = OVERVIEW_WINDOW_MS,
): readonly Sample[] {
  if (sample === null) return samples;
  const oldest = sample.at - windowMs;
  const kept = samples.filter((s) => s.at >= oldest && s.at !== sample.at);
  const place = kept.findLastIndex((s) => s.at < sample.at) + 1;
  return [...kept.slice(0, place), sample, ...kept.slice(place)];
}

function sorted(cards: Map<TargetKey, CardModel>): Map<TargetKey, CardModel> {
  return new Map([...cards].sort(([, a], [, b]) => byPlace(a.state, b.state)));
}

const transportOrder = { websocket: 0, bosh: 1, tcp: 2 };

function byPlace(a: TargetState, b: TargetState): number {
  return (
    a.clusterName.localeCompare(b.clusterName) ||
    a.nodeName.localeCompare(b.nodeName) ||
    transportOrder[a.transport] - transportOrder[b.transport] ||
    a.key.localeCompare(b.key)
  );
}
