/** POST: a whole holdfast.yaml is taken over, or with `dryRun` only judged and compared. */
import { configImport } from '#contract';
import { importConfiguration } from '../../../../lib/configuration-import';
import { asViewer } from '../../../../lib/guard';
import { json } from '../../../../lib/problem';
import { readBody } from '../../../../lib/read-body';
import { notImported, staleRevision } from '../answers';

/** The file as JSON has it: what is escaped takes more room. */
const MAX_BYTES = 4 * 1_024 * 1_024;

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async (viewer) => {
    const body = await readBody(request, configImport, { title: 'The change is not valid', maxBytes: MAX_BYTES });
    if (body.status === 'refused') return body.answer;
    const { revision, dryRun, ...file } = body.value;
    const outcome = await importConfiguration({ viewer, headers: request.headers, revision, dryRun }, file);
    switch (outcome.is) {
      case 'imported':
        return json(outcome.imported);
      case 'refused':
        return notImported(outcome.imported);
      case 'stale':
        return staleRevision(outcome.revision);
    }
  });
}
