/** How available everything was over a range. */
import type { Metadata } from 'next';
import type { Scope } from '#contract';
import { AvailabilityView } from '../../components/availability/availability-view';
import { BadQuery } from '../../components/history/bad-query';
import { loadAvailability } from '../lib/availability';
import { DAY_MS } from '../lib/availability-answer';
import { env } from '../lib/env';
import { pageFor } from '../lib/guard';
import { type PageParams, queryOf } from '../lib/page-query';
import { readRange } from '../lib/range-query';
import { wallTime } from '../lib/time';

export const metadata: Metadata = { title: 'Availability' };

export default async function AvailabilityRoute({ searchParams }: { searchParams: PageParams }) {
  const query = await queryOf(searchParams);
  return pageFor('see-service', ({ teams }) => availability(query, teams));
}

async function availability(query: URLSearchParams, teams: Scope) {
  const range = readRange(query, wallTime(), DAY_MS);
  if (range.status === 'invalid') return <BadQuery errors={range.errors} href="/availability" />;
  const reply = await loadAvailability({ ...range.value, clusterKey: query.get('cluster'), teams });
  const fixed = query.has('from') || query.has('to');
  return (
    <AvailabilityView
      reply={reply}
      range={fixed ? null : (query.get('range') ?? '24h')}
      zoneAsked={query.get('zone')}
      basePath={env().basePath}
    />
  );
}
