/** One target: what we hold a session to. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { tagsOfNode } from '#contract';
import { TargetView } from '../../../components/target/target-view';
import { loadFirstSeries } from '../../lib/first-series';
import { pageFor } from '../../lib/guard';
import { type PageParams, queryOf } from '../../lib/page-query';
import { loadTarget } from '../../lib/snapshots';
import { nodeTagsNow } from '../../lib/tags';
import { loadTargetNames } from '../../lib/target-names';

interface Props {
  params: Promise<{ key: string[] }>;
  searchParams: PageParams;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).key.join('/') };
}

export default async function TargetRoute({ params, searchParams }: Props) {
  const { key } = await params;
  return pageFor('see-service', async (viewer) => {
    const [snapshot, targets, first, tags] = await Promise.all([
      loadTarget(key),
      loadTargetNames(),
      loadFirstSeries(key, await queryOf(searchParams), viewer.teams),
      nodeTagsNow(),
    ]);
    if (snapshot === null) notFound();
    return (
      <TargetView key={snapshot.state.key} {...{ snapshot, first, targets }} tags={tagsOfNode(tags, snapshot.state)} />
    );
  });
}
