/** DELETE: signs out everywhere else. */
import { asPerson, endOwnSignIns } from '../../../../lib/own-account';

export function DELETE(request: Request): Promise<Response> {
  return asPerson(request, (me) => endOwnSignIns(request, me, null));
}
