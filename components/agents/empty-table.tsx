/** Instead of rows: nobody is listed yet, or nobody fits, each with the next step. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { ClusterView } from '#contract';
import classes from './agents-view.module.css';

export function NobodyFits({ all, onClear }: { all: number; onClear: () => void }) {
  return (
    <div className={classes.empty}>
      <h2>No agent fits</h2>
      <p>None of {all} agents matches the search and the filters together.</p>
      <Button variant="default" onClick={onClear}>
        Show all agents
      </Button>
    </div>
  );
}

export function NobodyListed({ clusters, scoped }: { clusters: readonly ClusterView[]; scoped: boolean }) {
  const missing = clusters.flatMap((c) => (c.directory?.missing ?? []).map((what) => ({ cluster: c.name, what })));
  if (scoped)
    return (
      <div className={classes.empty}>
        <h2>Nobody is in these teams</h2>
        <p>The address limits this page to teams that have no agents, or that Holdfast does not know.</p>
        <Link href="/agents">Show all teams</Link>
      </div>
    );
  if (clusters.length === 0)
    return (
      <div className={classes.empty}>
        <h2>No contact centre is watched yet</h2>
        <p>
          Agents come with a cluster of kind <code>finesse</code>, or with watched JIDs of kind <code>xmpp</code>, in{' '}
          <code>holdfast.yaml</code>.
        </p>
      </div>
    );
  return (
    <div className={classes.empty}>
      <h2>Nobody is listed yet</h2>
      <p>The directory of {clusters.map((c) => c.name).join(', ')} has not told of any agent.</p>
      <ul>
        {missing.map(({ cluster, what }) => (
          <li key={`${cluster} ${what}`}>{what}</li>
        ))}
      </ul>
    </div>
  );
}
