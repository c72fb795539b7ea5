/** GET: what is set up, secrets apart. POST: other items in their place, all of them or none. */
import { configChange } from '#contract';
import { configurationView } from '../../../lib/configuration';
import { changeConfiguration } from '../../../lib/configuration-change';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';
import { readBody } from '../../../lib/read-body';
import { refused, staleRevision } from './answers';
import { unlessUnchanged } from './etag';

/** Five hundred items, certificates included. */
const MAX_BYTES = 2 * 1_024 * 1_024;

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async () => unlessUnchanged(request, await configurationView()));
}

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async (viewer) => {
    const body = await readBody(request, configChange, { title: 'The change is not valid', maxBytes: MAX_BYTES });
    if (body.status === 'refused') return body.answer;
    const { revision, dryRun, ...wish } = body.value;
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
