/** GET: the OpenAPI 3.1 description of this API. */
import { installedVersion } from '../../../../server/config/version';
import { openApiDocument } from '../../../lib/api/document';
import { env } from '../../../lib/env';
import { asViewer } from '../../../lib/guard';
import { json } from '../../../lib/problem';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'see-figures', async () =>
    json(openApiDocument({ version: installedVersion(), basePath: env().basePath })),
  );
}
