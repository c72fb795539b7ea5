/** The wall: figures for a screen that hangs there, for who signed in or has a link. `?link=` opens it. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { WallView } from '../../components/wall/wall-view';
import { env } from '../lib/env';
import { pageFor } from '../lib/guard';
import { type PageParams, queryOf } from '../lib/page-query';
import { loadWall } from '../lib/wall';

export const metadata: Metadata = { title: 'Wall', referrer: 'no-referrer' };

export default async function WallRoute({ searchParams }: { searchParams: PageParams }) {
  const link = (await queryOf(searchParams)).get('link');
  if (link !== null) redirect(`/wall/open?link=${encodeURIComponent(link)}`);
  return pageFor('see-figures', async (viewer) => (
    <WallView first={await loadWall(viewer)} basePath={env().basePath} isLink={viewer.via === 'link'} />
  ));
}
