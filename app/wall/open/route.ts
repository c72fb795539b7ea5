/** GET: takes a link's token out of the address bar into a cookie that only the wall is sent, and goes on there. */
import { env } from '../../lib/env';
import { asAnybody } from '../../lib/guard';
import { LINK_COOKIE } from '../../lib/link-cookie';

export const dynamic = 'force-dynamic';

const LONGEST_S = 366 * 86_400;

export function GET(request: Request): Promise<Response> {
  return asAnybody(request, async () => {
    const { basePath } = env();
    const token = new URL(request.url).searchParams.get('link') ?? '';
    const headers = new Headers({ location: `${basePath}/wall`, 'cache-control': 'no-store' });
    const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
    // Whether it opens anything is found out by whoever comes with it: here nothing is told.
    if (/^hfl_[\w-]{20,100}$/.test(token))
      for (const path of ['/wall', '/api/v1/wall'])
        headers.append(
          'set-cookie',
          `${LINK_COOKIE}=${token}; Path=${basePath}${path}; Max-Age=${LONGEST_S}; HttpOnly; SameSite=Lax${secure}`,
        );
    return new Response(null, { status: 303, headers });
  });
}
