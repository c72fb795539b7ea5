/** GET: sends the browser to the provider to sign in there; `?next=` says where to go on. */
import { asAnybody } from '../../../../lib/guard';
import { beginOidc } from '../../../../lib/oidc';
import { signInConfig } from '../../../../lib/oidc-config';
import { problem } from '../../../../lib/problem';

export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const { oidc } = await signInConfig();
    return oidc === null ? problem({ status: 404, title: 'There is no single sign-on' }) : beginOidc(request, oidc);
  });
}
