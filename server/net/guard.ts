/** Connects where a configured URL leads, but for addresses that no configured URL may lead to: judged when they are resolved, right before connecting. */
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { connect, isIP, type LookupFunction, Socket } from 'node:net';
import { refusalOfAddress } from '../domain/address';

/** Of errors for a host all of whose addresses are refused; `conditionOfCode` knows it. */
export const ADDRESS_REFUSED = 'HOLDFAST_ADDRESS_REFUSED';

export class AddressRefused extends Error {
  readonly code = ADDRESS_REFUSED;
  constructor(host: string) {
    super(`${host} leads to an address that nothing here is configured for`);
  }
}

/** Those of the addresses to which one may connect; a name may well have others besides. */
export function allowedAddresses(addresses: readonly LookupAddress[]): LookupAddress[] {
  return addresses.filter(({ address }) => refusalOfAddress(address) === null);
}

/** In the place of `dns.lookup`: what was judged is what is connected to, so a name that changes in between gains nothing. */
export const guardedLookup: LookupFunction = (hostname, options, done) => {
  const { all: wantsAll, ...rest }: LookupOptions = options;
  lookup(hostname, { ...rest, all: true }, (error, addresses) => {
    if (error !== null) return done(error, []);
    const allowed = allowedAddresses(addresses);
    const [first] = allowed;
    if (first === undefined) return done(new AddressRefused(hostname), []);
    if (wantsAll === true) done(null, allowed);
    else done(null, first.address, first.family);
  });
};

/** Node looks nothing up for a host that is an address already. @param host may stand in brackets */
export function isRefusedLiteral(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return isIP(bare) !== 0 && refusalOfAddress(bare) !== null;
}

/** As `net.connect`; a refused address comes as an error of the socket. */
export function connectGuarded(host: string, port: number): Socket {
  if (isRefusedLiteral(host)) return new Socket().destroy(new AddressRefused(host));
  return connect({ host, port, lookup: guardedLookup });
}
