/** One target: what we hold a session to. */
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { TargetView } from '../../../components/target/target-view';
import { loadTarget } from '../../lib/snapshots';
import { loadTargetNames } from '../../lib/target-names';

interface Props {
  params: Promise<{ key: string[] }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).key.join('/') };
}

export default async function TargetRoute({ params }: Props) {
  const [snapshot, targets] = await Promise.all([loadTarget((await params).key), loadTargetNames()]);
  if (snapshot === null) notFound();
  return <TargetView key={snapshot.state.key} snapshot={snapshot} targets={targets} />;
}
