/** GET: where the provider sends the browser back to, with a code. */
import { asAnybody } from '../../../../../lib/guard';
import { finishOidc } from '../../../../../lib/oidc';
import { signInConfig } from '../../../../../lib/oidc-config';
import { problem } from '../../../../../lib/problem';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const { oidc } = await signInConfig();
    return oidc === null ? problem({ status: 404, title: 'There is no single sign-on' }) : finishOidc(request, oidc);
  });
}
