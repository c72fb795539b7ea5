/** The one door of every page and route: who asks, whether they may, and what they are told otherwise. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache, createElement, type ReactNode } from 'react';
import { may, type Permission, type Viewer } from '#contract';
import { NotYours } from '../../components/people/not-yours';
import { FileRefusedView } from '../../components/settings/shell/file-refused';
import { isFileRefused, problemSentence } from '../../server/config/problem';
import { env } from './env';
import { withHeaders, withMark } from './kept-answer';
import { answering, problem, refuseAddress, refuseForeign } from './problem';
import { rate } from './rates';
import { viewerOf } from './viewer';

/** Once per request of a page. */
export const pageViewer = cache(async (): Promise<Viewer | null> => viewerOf(await headers()));

/**
 * Renders a page for those who may see it; the others are asked to sign in, or told that it is not theirs. A page that needs the
 * configuration while its file is refused names the lines instead.
 */
export async function pageFor(
  permission: Permission,
  render: (viewer: Viewer) => ReactNode | Promise<ReactNode>,
): Promise<ReactNode> {
  const viewer = await pageViewer();
  if (viewer === null) redirect(await signInAddress());
  if (!may(viewer, permission)) return createElement(NotYours);
  try {
    return await render(viewer);
  } catch (error) {
    // Whoever may change it is told what is wrong with it.
    if (!isFileRefused(error) || !may(viewer, 'configure')) throw error;
    return createElement(FileRefusedView, { faults: error.problems.map(problemSentence) });
  }
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
 * Answers a request of those who may make it: 401 without a sign-in, 403 without the right, 429 who asks too often. What changes something
 * must come from our own pages, or carry a key.
 */
export function asViewer(
  request: Request,
  permission: Permission,
  answer: (viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  return answering(async () => {
    const viewer = await viewerOf(request.headers);
    const { headers, refusal } = rate(request, viewer);
    if (refusal !== null) return withHeaders(refusal, headers);
    return withHeaders(await answerOf(request, permission, viewer, answer), headers);
  });
}

async function answerOf(
  request: Request,
  permission: Permission,
  viewer: Viewer | null,
  answer: (viewer: Viewer) => Promise<Response>,
): Promise<Response> {
  if (viewer === null) return signInFirst();
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  const refusal = refuseAddress(request) ?? (changes && viewer.via !== 'key' ? refuseForeign(request) : null);
  if (refusal !== null) return refusal;
  if (!may(viewer, permission)) return notTheirs();
  return withMark(request, permission, await answer(viewer));
}

/** Answers a request of anybody: of who signs in, is invited, or sets Holdfast up. What changes something must come from our own pages. */
export function asAnybody(request: Request, answer: () => Promise<Response>): Promise<Response> {
  return answering(async () => {
    const { headers, refusal } = rate(request, null);
    if (refusal !== null) return withHeaders(refusal, headers);
    const changes = request.method !== 'GET' && request.method !== 'HEAD';
    const refused = refuseAddress(request) ?? (changes ? refuseForeign(request) : null);
    return withHeaders(refused ?? (await answer()), headers);
  });
}

export function signInFirst(): Response {
  return problem({ status: 401, title: 'Sign in first' });
}

export function notTheirs(): Response {
  return problem({ status: 403, title: 'This is not yours to see or do' });
}
