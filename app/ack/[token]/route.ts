/** The link in a message. GET shows what it would acknowledge and changes nothing, since mail scanners follow links; POST acknowledges. */
import { acknowledge, lookUp } from '../../lib/acknowledge';
import { acknowledgePage } from '../../lib/acknowledge-page';
import { refuseForeign } from '../../lib/problem';

interface Context {
  params: Promise<{ token: string }>;
}

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return acknowledgePage(await lookUp((await params).token));
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return refuseForeign(request) ?? acknowledgePage(await acknowledge((await params).token, request.headers));
}
