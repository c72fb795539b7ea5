/** POST: tries a connection before it is set up. Answers NDJSON: a line for each change of a step; closing the connection ends it. */
import { type ConnectionTest, connectionTest } from '#contract';
import { audit } from '../../../lib/audit-log';
import { openConnectionTest } from '../../../lib/connection-test';
import { asViewer } from '../../../lib/guard';
import { readBody } from '../../../lib/read-body';

/** A certificate of an authority may come along. */
const MAX_BYTES = 96 * 1024;

export function POST(request: Request): Promise<Response> {
  return asViewer(request, 'configure', async ({ id, actor }) => {
    const asked = await readBody(request, connectionTest, { title: 'The test is not valid', maxBytes: MAX_BYTES });
    if (asked.status === 'refused') return asked.answer;
    const test = asked.value;
    const detail = { kind: test.kind, account: test.account.username, trust: test.trust.kind };
    await audit(request.headers, { actor, action: 'connection-tested', subject: placeOf(test), detail });
    return openConnectionTest(id, test, request.signal);
  });
}

function placeOf(test: ConnectionTest): string {
  return test.kind === 'finesse' ? `${test.host}:${test.restPort}` : test.domain;
}
