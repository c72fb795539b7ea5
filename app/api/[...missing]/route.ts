/** Whatever is asked of the API that is not there: told as a problem, like every other refusal. */
import { asAnybody } from '../../lib/guard';
import { problem } from '../../lib/problem';

function missing(request: Request): Promise<Response> {
  return asAnybody(request, async () =>
    problem({ status: 404, title: 'Not found', detail: 'There is nothing at this address: see /api/v1/openapi.json.' }),
  );
}

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
