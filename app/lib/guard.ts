/** The one door of every page and route: who asks, whether they may, and what they are told otherwise. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache, createElement, type ReactNode } from 'react';
import { may, type Permission, type Viewer } from '#contract';
import { NotYours } from '../../components/people/not-yours';
import { env } from './env';
import { answering, problem, refuseForeign } from './problem';
import { viewerOf } from './viewer';

/** Once per request of a page. */
export const pageViewer = cache(async (): Promise<Viewer | null> => viewerOf(await headers()));

/** Renders a page for those who may see it; the others are asked to sign in, or told that it is not theirs. */
export async function pageFor(
  permission: Permission,
  render: (viewer: Viewer) => ReactNode | Promise<ReactNode>,
): Promise<ReactNode> {
  const viewer = await pageViewer();
  if (viewer === null) redirect(await signInAddress());
  return may(viewer, permission) ? render(viewer) : createElement(NotYours);
}

/** Where to sign in, and where to go on to afterwards. */
async function signInAddress(): Promise<string> {
  const asked = (await headers()).get('x-holdfast-path') ?? '/';
  if (!URL.canParse(asked, 'http://holdfast.invalid')) return '/sign-in';
  const { pathname, searchParams } = new URL(asked, 'http://holdfast.invalid');
  // Next's own mark of a navigation within the page.
  searchParams.delete('_rsc');
  const { basePath } = env();
  const path = pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : '/';
  const next = searchParams.size === 0 ? path : `${path}?${searchParams}`;
  return next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}

/**
 * Answers a request of those who may make it: 401 without a sign-in, 403 without the right. What changes something must come from our own
 * pages, or carry a key.
 */
export function asViewer(
  request: Request,
  permission: Permission,
  answer: (viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  return answering(async () => {
    const viewer = await viewerOf(request.headers);
    if (viewer === null) return signInFirst();
    if (viewer.via !== 'key' && request.method !== 'GET' && request.method !== 'HEAD') {
      const refusal = refuseForeign(request);
      if (refusal !== null) return refusal;
    }
    return may(viewer, permission) ? answer(viewer) : notTheirs();
  });
}

export function signInFirst(): Response {
  return problem({ status: 401, title: 'Sign in first' });
}

export function notTheirs(): Response {
  return problem({ status: 403, title: 'This is not yours to see or do' });
}
