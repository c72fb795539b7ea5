'use client';
/** How many of how many, by which rule; told to a screen reader when the question changes, not with every event. */
import { useEffect, useState } from 'react';
import { formatCount, plural } from '../format/units';
import { browserTime } from '../live/browser-time';
import { sortNames } from './columns';
import type { AgentsQuery } from './query';
import classes from './toolbar.module.css';

interface Props {
  shown: number;
  all: number;
  query: AgentsQuery;
  held: boolean;
}

/** After the last key of a search, so that only its end is said. */
const SPOKEN_AFTER_MS = 700;

export function CountLine({ shown, all, query, held }: Props) {
  const words = countWords(shown, all);
  return (
    <p className={classes.count}>
      <span className="hf-figures">{words}</span>
      <span className={classes.rule}>
        {ruleWords(query)}
        {held && <span className={classes.held}> · order held while you point or move here</span>}
      </span>
      <Spoken words={words} query={query} />
    </p>
  );
}

/** `12 of 4 870 agents`, `4 870 agents` */
export function countWords(shown: number, all: number): string {
  return shown === all ? plural(all, 'agent') : `${formatCount(shown)} of ${plural(all, 'agent')}`;
}

function ruleWords({ sort }: AgentsQuery): string {
  if (sort.by === 'attention') return 'exceptions first, the soonest deadline on top';
  return `by ${sortNames[sort.by].toLowerCase()}, ${sort.descending ? 'descending' : 'ascending'}`;
}

function Spoken({ words, query }: { words: string; query: AgentsQuery }) {
  const [said, setSaid] = useState('');
  const question = JSON.stringify({ ...query, agent: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count of the moment is said when the question changes
  useEffect(() => browserTime.after(SPOKEN_AFTER_MS, () => setSaid(words)), [question]);
  return (
    <span className="hf-hidden" role="status">
      {said}
    </span>
  );
}
