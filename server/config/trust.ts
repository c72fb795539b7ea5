/** Whom a connection trusts, as the file says. */
import type { TlsTrust } from '../transport/port';
import type { TlsShape } from './shape-parts';

/** @param ca PEM text of `tls.ca` */
export function trustOf(tls: TlsShape, ca: string | undefined): TlsTrust {
  return { ...(ca === undefined ? {} : { ca }), ...(tls?.pin === undefined ? {} : { pin: tls.pin }) };
}
