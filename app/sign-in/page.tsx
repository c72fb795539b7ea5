/** Signing in; `?next=` says where to go on. */
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignIn } from '../../components/people/sign-in';
import { ownPath } from '../../server/domain/sign-in/own-path';
import { env } from '../lib/env';
import { pageViewer } from '../lib/guard';
import { isMailReady } from '../lib/mail';
import { signInConfig } from '../lib/oidc-config';
import { type PageParams, queryOf } from '../lib/page-query';
import { people } from '../lib/people';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInRoute({ searchParams }: { searchParams: PageParams }) {
  const query = await queryOf(searchParams);
  const next = ownPath(query.get('next'));
  if ((await pageViewer()) !== null) redirect(next);
  const { demo, basePath } = env();
  if (!demo && (await (await people()).people.countPeople()) === 0) redirect('/set-up');
  const { oidc, onlySingleSignOn: only } = await signInConfig();
  const provider = oidc === null ? null : { name: oidc.name, only };
  return <SignIn {...{ basePath, next, demo, provider }} mail={await isMailReady()} trouble={query.get('trouble')} />;
}
