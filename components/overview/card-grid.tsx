'use client';
/** The cards in the order of their names, by cluster and node. */
import type { EpochMs } from '#contract';
import { groupBy } from '../format/group';
import classes from './card-grid.module.css';
import type { CardModel, Span } from './model';
import { TargetCard } from './target-card';

interface Props {
  cards: readonly CardModel[];
  unknown: readonly Span[];
  blindSince: EpochMs | null;
}

export function CardGrid({ cards, unknown, blindSince }: Props) {
  const nodes = groupBy(cards, (c) => `${c.state.clusterKey}/${c.state.nodeKey}`);
  return [...nodes].map(([key, group]) => {
    const [first] = group;
    if (first === undefined) return null;
    const { clusterName, nodeName, domain, demo } = first.state;
    return (
      <section key={key} className={classes.node} aria-label={`${nodeName} at ${clusterName}`}>
        <h2 className={classes.title}>
          <span className={classes.cluster}>{clusterName}</span> {nodeName}
          <span className={classes.domain}>{domain}</span>
          {demo && <span className={classes.demo}>demo data</span>}
        </h2>
        <div className={classes.cards}>
          {group.map((card) => (
            <TargetCard key={card.state.key} card={card} unknown={unknown} blindSince={blindSince} />
          ))}
        </div>
      </section>
    );
  });
}
