/** Signing in; `?next=` says where to go on. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignIn } from '../../components/people/sign-in';
import { env } from '../lib/env';
import { pageViewer } from '../lib/guard';
import { type PageParams, queryOf } from '../lib/page-query';
import { people } from '../lib/people';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInRoute({ searchParams }: { searchParams: PageParams }) {
  const asked = (await queryOf(searchParams)).get('next');
  const next = asked !== null && /^\/(?![/\\])/.test(asked) ? asked : '/';
  if ((await pageViewer()) !== null) redirect(next);
  const { demo, basePath } = env();
  if (!demo && (await (await people()).people.countPeople()) === 0) redirect('/set-up');
  return <SignIn basePath={basePath} next={next} demo={demo} />;
}
