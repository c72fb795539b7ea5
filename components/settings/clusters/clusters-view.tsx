'use client';
/** The clusters: their list, or the editor of one. */
import Link from 'next/link';
import type { Configuration } from '#contract';
import classes from '../shell/page.module.css';
import { ClusterEditor } from './cluster-editor';
import { ClusterList } from './cluster-list';
import { type Asked, clusterRows, editingOf, type TargetOfCluster } from './model';

interface Props {
  configuration: Configuration;
  targets: readonly TargetOfCluster[];
  asked: Asked;
}

export function ClustersView({ configuration, targets, asked }: Props) {
  const rows = clusterRows(configuration);
  const editing = editingOf(asked, rows);
  switch (editing.is) {
    case 'list':
      return <ClusterList configuration={configuration} rows={rows} targets={targets} />;
    case 'unknown':
      return (
        <>
          <h1>Clusters and servers</h1>
          <p className={classes.sentence}>
            There is no cluster {editing.key}. <Link href="/settings/clusters">All clusters</Link>
          </p>
        </>
      );
    case 'editor':
      return <ClusterEditor configuration={configuration} rows={rows} editing={editing} />;
  }
}
