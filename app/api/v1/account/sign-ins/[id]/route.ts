/** DELETE: signs one browser out. */
import { asPerson, endOwnSignIns } from '../../../../../lib/own-account';

export function DELETE(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  return asPerson(request, async (me) => endOwnSignIns(request, me, (await params).id));
}
