'use client';
/** What the page is limited to: one cluster of several, or some teams; and the way back to everything. */
import Link from 'next/link';
import { type Scope, scopeText } from '#contract';
import { inWords, plural } from '../format/units';
import { useViewer } from '../people/viewer-context';
import { readable } from './addresses';
import type { BoardModel } from './model';
import classes from './scope-bar.module.css';

export interface ClusterChoice {
  key: string;
  name: string;
}

interface Props {
  clusters: readonly ClusterChoice[];
  /** null: all of them. */
  chosen: string | null;
  model: BoardModel;
}

/** Nothing, where there is nothing to choose. */
export function ScopeBar({ clusters, chosen, model }: Props) {
  const { teamsAsked } = model;
  const { teams: theirs } = useViewer();
  if (clusters.length < 2 && chosen === null && teamsAsked === null) return null;
  return (
    <nav aria-label="What is shown" className={classes.bar}>
      {(clusters.length > 1 || chosen !== null) && (
        <ul className={classes.choices}>
          {[{ key: null, name: 'All clusters' }, ...clusters].map(({ key, name }) => (
            <li key={key ?? ''}>
              <Link
                href={overviewHref(key, teamsAsked)}
                prefetch={false}
                className={classes.choice}
                aria-current={key === chosen ? 'true' : undefined}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {teamsAsked !== null && (
        <p className={classes.teams}>
          {theirs === null ? 'Only ' : 'Your teams: '}
          {teamNames(model)}.{' '}
          {teamsAsked.length < (theirs?.length ?? Number.POSITIVE_INFINITY) && (
            <Link href={overviewHref(chosen, null)}>{theirs === null ? 'Show every team' : 'Show all of them'}</Link>
          )}
        </p>
      )}
    </nav>
  );
}

function teamNames({ teams, teamsAsked }: BoardModel): string {
  const names = [...teams.values()].map((t) => t.teamName);
  const missing = (teamsAsked?.length ?? 0) - names.length;
  const rest = missing > 0 ? [`${plural(missing, 'team')} without an agent in sight`] : [];
  return names.length > 6 ? plural(names.length, 'team') : inWords([...names, ...rest]) || 'no team';
}

export function overviewHref(cluster: string | null, teams: Scope): string {
  const query = new URLSearchParams();
  if (cluster !== null) query.set('cluster', cluster);
  if (teams !== null) query.set('teams', scopeText(teams));
  const text = readable(query);
  return text === '' ? '/' : `/?${text}`;
}
