'use client';
/** Holdfast's own sessions: as a section under the board, and as the whole overview where no agents are watched. */
import type { EpochMs } from '#contract';
import type { Trust } from '../live/trust';
import { Attention } from './attention';
import { CardGrid } from './card-grid';
import { Counts } from './counts';
import type { CardModel, Span } from './model';
import classes from './overview-view.module.css';
import { SentenceLine } from './sentence-line';

interface Props {
  cards: readonly CardModel[];
  unknown: readonly Span[];
  blindSince: EpochMs | null;
}

export function SessionsOverview({ cards, unknown, blindSince, trust }: Props & { trust: Trust }) {
  const states = cards.map((c) => c.state);
  return (
    <>
      <SentenceLine states={states} trust={trust} />
      <div className={classes.band}>
        <Counts states={states} blindSince={blindSince} />
        <Attention states={states} blindSince={blindSince} />
      </div>
      <CardGrid cards={cards} unknown={unknown} blindSince={blindSince} />
    </>
  );
}

export function SessionsSection({ cards, unknown, blindSince }: Props) {
  if (cards.length === 0) return null;
  return (
    <section aria-label="Sessions of Holdfast" className={classes.sessions}>
      <CardGrid cards={cards} unknown={unknown} blindSince={blindSince} />
    </section>
  );
}
