/** GET: what is set up, secrets apart. POST: other items in their place, all of them or none. */
import { configChange } from '#contract';
import { configurationView } from '../../../lib/configuration';
import { changeConfiguration } from '../../../lib/configuration-change';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { badBody, refused, staleRevision } from './answers';
import { unlessUnchanged } from './etag';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async () => unlessUnchanged(request, await configurationView()));
}

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async (viewer) => {
    const body = configChange.safeParse(await request.json().catch(() => null));
    if (!body.success) return badBody(body.error);
    const { revision, dryRun, ...wish } = body.data;
    const outcome = await changeConfiguration({ viewer, headers: request.headers, revision, dryRun }, wish);
    switch (outcome.is) {
      case 'changed':
        return json(outcome.changed);
      case 'stale':
        return staleRevision(outcome.revision);
      case 'refused':
        return refused(outcome.errors);
    }
  });
}
