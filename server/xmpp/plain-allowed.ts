/** Whether SASL PLAIN may be used at a place: where nobody can listen, or where the configuration says so. */
import type { WireAddress } from '../transport/port';

/** 127.0.0.0/8 (RFC 1122 §3.2.1.3), ::1 (RFC 4291 §2.5.3), localhost (RFC 6761 §6.3). */
const LOOPBACK = /^(localhost|127(\.[0-9]{1,3}){3}|\[?::1\]?|\[?::ffff:127(\.[0-9]{1,3}){3}\]?)$/i;

export function plainAllowed(address: WireAddress, secure: boolean, allowedInPlainWords: boolean): boolean {
  return secure || allowedInPlainWords || LOOPBACK.test(hostOf(address));
}

function hostOf(address: WireAddress): string {
  if (address.kind === 'tcp') return address.host;
  return URL.canParse(address.url) ? new URL(address.url).hostname : '';
}
