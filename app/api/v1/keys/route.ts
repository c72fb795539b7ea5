/** GET: the keys for other programs. POST: makes one, and tells it once. */
import { newKey } from '#contract';
import { accessKeys, makeKey } from '../../../lib/access';
import { asViewer, notTheirs } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { wallTime } from '../../../lib/time';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async () => json({ keys: await accessKeys() }));
}

/** People alone: a key that makes others would outlive its end. */
export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'administer', async (viewer) => {
    if (viewer.via !== 'sign-in') return notTheirs();
    const given = await readBody(request, newKey);
    if (given.status === 'refused') return given.answer;
    return json(await makeKey(request.headers, viewer, given.value, wallTime()), 201);
  });
}
