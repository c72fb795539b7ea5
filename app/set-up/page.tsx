/** The first start: makes the administrator's account. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { FirstAdministrator } from '../../components/people/first-administrator';
import { PASSWORD_LENGTH } from '../lib/auth';
import { configurationView } from '../lib/configuration';
import { env } from '../lib/env';
import { type PageParams, queryOf } from '../lib/page-query';
import { people } from '../lib/people';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpRoute({ searchParams }: { searchParams: PageParams }) {
  const code = (await queryOf(searchParams)).get('code') ?? '';
  if (env().demo || (await (await people()).people.countPeople()) > 0) redirect('/sign-in');
  const { items } = await configurationView();
  const next = items.some(({ kind }) => kind === 'cluster') ? '/' : '/set-up/cluster';
  return <FirstAdministrator basePath={env().basePath} code={code} leastLength={PASSWORD_LENGTH.least} next={next} />;
}
