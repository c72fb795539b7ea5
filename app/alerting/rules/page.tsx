/** The rules; with `?rule=KEY` or `?rule=new` the editor of one. */
import type { Metadata } from 'next';
import { RulesView } from '../../../components/alerting/rules/rules-view';
import { loadAlerting } from '../../lib/alerting';
import { pageFor } from '../../lib/guard';
import { loadRulePlaces } from '../../lib/rules';

export const metadata: Metadata = { title: 'Rules' };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RulesRoute({ searchParams }: Props) {
  const { rule } = await searchParams;
  return pageFor('see-alerting', async () => {
    const [snapshot, places] = await Promise.all([loadAlerting(), loadRulePlaces()]);
    return <RulesView snapshot={snapshot} places={places} asked={typeof rule === 'string' ? rule : null} />;
  });
}
