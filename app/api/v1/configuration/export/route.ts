/** GET: the whole configuration as holdfast.yaml, with a variable in the place of every secret. */
import { audit } from '../../../../lib/audit-log';
import { exportConfiguration } from '../../../../lib/configuration-import';
import { asViewer } from '../../../../lib/guard';

export function GET(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async (viewer) => {
    const { yaml, names } = await exportConfiguration();
    const detail = { variables: names };
    await audit(request.headers, {
      ...{ actor: viewer.actor, action: 'configuration-exported', subject: 'holdfast.yaml', detail },
    });
    return new Response(yaml, {
      headers: {
        'content-type': 'application/yaml; charset=utf-8',
        'content-disposition': 'attachment; filename="holdfast.yaml"',
        'cache-control': 'no-store',
      },
    });
  });
}
