/** GET: everything about an incident as a zip, for the vendor's support. `names=1`: agents by their names; `zone=` of the documents. Audited. */
import { auditExport } from '../../../../../lib/audit';
import { asViewer } from '../../../../../lib/guard';
import { bundleQuery, loadOutage } from '../../../../../lib/outage';
import { bundleName, outageBundle } from '../../../../../lib/outage-bundle';
import { problem, refuseForeign } from '../../../../../lib/problem';
import { queryOf, readQuery, wrongQuery } from '../../../../../lib/query';
import { ownZone } from '../../../../../lib/range-query';

interface Context {
  params: Promise<{ id: string }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'answer-incidents', async (viewer) => {
    const { id } = await params;
    const read = readQuery(queryOf(request), bundleQuery);
    if (read.status === 'invalid') return wrongQuery(read.errors);
    const { zone = ownZone() } = read.value;
    const names = read.value.names === '1';
    // A link on a foreign page must not make an entry in the audit.
    const foreign = request.headers.get('sec-fetch-site') === null ? null : refuseForeign(request);
    if (foreign !== null) return foreign;
    const review = await loadOutage({ id, names, scope: viewer.teams });
    if (review === null)
      return problem({ status: 404, title: 'No such incident', detail: `There is no incident ${id}.` });
    const zip = await outageBundle(review, zone);
    await auditExport(viewer.actor, id, { what: 'bundle', names }, review.at);
    return new Response(new Blob([new Uint8Array(zip)]), {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${bundleName(review)}.zip"`,
        'content-length': String(zip.byteLength),
        'cache-control': 'no-store',
      },
    });
  });
}
