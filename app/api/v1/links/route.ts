/** GET: the links to the wall. POST: makes one, and tells it once. */
import { newLink } from '#contract';
import { makeWallLink, wallLinks } from '../../../lib/access';
import { asViewer, notTheirs } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async () => json({ links: await wallLinks() }));
}

/** People alone: a key that makes others would outlive its end. */
export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    if (viewer.via !== 'sign-in') return notTheirs();
    const given = await readBody(request, newLink);
    if (given.status === 'refused') return given.answer;
    return json(await makeWallLink(request.headers, viewer, given.value, wallTime()), 201);
  });
}
