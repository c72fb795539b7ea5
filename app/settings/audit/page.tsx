/** The audit log; `?who=&kind=&from=&to=` filter it by person, kind and days, `?cursor=` goes back in it. */
import type { Metadata } from 'next';
import { auditQuery } from '#contract';
import { AuditView } from '../../../components/audit/audit-view';
import { usualHistory } from '../../../server/config/shape-history';
import { auditActors, auditPage } from '../../lib/audit-pages';
import { configuration } from '../../lib/configuration';
import { pageFor } from '../../lib/guard';
import { type PageParams, queryOf } from '../../lib/page-query';
import { wallTime } from '../../lib/time';

export const metadata: Metadata = { title: 'Audit log' };

const SHOWN = 50;
const DAY_MS = 86_400_000;

export default async function AuditRoute({ searchParams }: { searchParams: PageParams }) {
  const query = await queryOf(searchParams);
  return pageFor('administer', async () => {
    const text = (name: string) => query.get(name) ?? '';
    const filter = { who: text('who'), kind: text('kind'), from: dayIn(text('from')), to: dayIn(text('to')) };
    const cursor = query.get('cursor');
    const asked = auditQuery.safeParse({
      limit: SHOWN,
      ...(filter.who === '' ? {} : { who: filter.who }),
      ...(filter.kind === '' ? {} : { kind: filter.kind }),
      ...(filter.from === '' ? {} : { from: Date.parse(filter.from) }),
      ...(filter.to === '' ? {} : { to: Date.parse(filter.to) + DAY_MS }),
      ...(cursor === null ? {} : { cursor }),
    });
    const [read, actors, keptDays] = await Promise.all([
      asked.success ? auditPage(asked.data) : null,
      auditActors(),
      configuration().then(
        ({ history }) => history.auditDays,
        () => usualHistory.auditDays,
      ),
    ]);
    const { items, next } = read?.status === 'ok' ? read.value : { items: [], next: null };
    return (
      <AuditView {...{ at: wallTime(), entries: items, next, actors, filter, keptDays, isLater: cursor !== null }} />
    );
  });
}

/** '' for what is no day. */
function dayIn(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(Date.parse(text)) ? text : '';
}
