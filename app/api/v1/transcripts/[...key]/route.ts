/** GET: the last handshakes of a target that failed, one per condition, newest first. Secrets were blotted out before they were kept. */
import { targetKey } from '#contract';
import { asViewer } from '../../../../lib/guard';
import { json, problem } from '../../../../lib/problem';
import { store } from '../../../../lib/store';

interface Context {
  params: Promise<{ key: string[] }>;
}

export function GET(request: Request, { params }: Context): Promise<Response> {
  return asViewer(request, 'see-service', async () => {
    const key = targetKey.safeParse((await params).key.join('/'));
    if (!key.success) return problem({ status: 404, title: 'No such target' });
    return json({ transcripts: await (await store()).transcriptsOf([key.data]) });
  });
}
