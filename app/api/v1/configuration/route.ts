/** GET: what is set up, secrets apart. */
import { configurationView } from '../../../lib/configuration';
import { asViewer } from '../../../lib/guard';
import { unlessUnchanged } from './etag';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async () => unlessUnchanged(request, await configurationView()));
}
