/** GET: the last handshakes of a target that failed, one per condition, newest first. Secrets were blotted out before they were kept. */
import { targetKeyOf } from '#contract';
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';
import { targetParams } from '../../../../lib/resources';
import { store } from '../../../../lib/store';

interface Context {
  params: Promise<{ key: string[] }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-service', async () => {
    const [cluster, node, transport, ...more] = (await params).key;
    const asked = targetParams.safeParse({ cluster, node, transport });
    if (!asked.success || more.length > 0) return problem({ status: 404, title: 'No such target' });
    const key = targetKeyOf(asked.data.cluster, asked.data.node, asked.data.transport);
    return json({ transcripts: await (await store()).transcriptsOf([key]) });
  });
}
