/** Throw-away certificate authorities and server certificates for tests: nothing on disk, no openssl command, a few ms each. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bits,
  boolean,
  explicit,
  integer,
  octets,
  oid,
  sequence,
  set,
  time,
  tlv,
  utf8,
} from '../../server/simulator/finesse/certificates/der';

const DAY_MS = 86_400_000;

export interface CertificateFiles {
  /** PEM. */
  cert: string;
  /** PEM, PKCS #8, EC P-256. */
  key: string;
  /** As in `TlsTrust.pin` and `CertificateFacts.fingerprint`. */
  pin: string;
}

export interface CertificateWish {
  /** DNS names and IPv4 addresses; the first one is also the common name. */
  names: string[];
  /** Days from now; default yesterday to in 30 days. */
  fromDays?: number;
  toDays?: number;
}

export interface Authority {
  /** PEM of the CA certificate, for `TlsTrust.ca`. */
  ca: string;
  issue(wish: CertificateWish): CertificateFiles;
}

export function createAuthority(commonName = 'Holdfast test CA'): Authority {
  const keys = newKeys();
  const ca = certificate({
    subject: commonName,
    issuer: commonName,
    keys,
    signer: keys.privateKey,
    authority: true,
    names: [],
  });
  return {
    ca: ca.cert,
    issue(wish) {
      const subject = wish.names[0] ?? 'nobody';
      return certificate({
        subject,
        issuer: commonName,
        keys: newKeys(),
        signer: keys.privateKey,
        authority: false,
        ...wish,
      });
    },
  };
}

export function selfSigned(wish: CertificateWish): CertificateFiles {
  const keys = newKeys();
  const subject = wish.names[0] ?? 'nobody';
  return certificate({ subject, issuer: subject, keys, signer: keys.privateKey, authority: false, ...wish });
}

/** The servers that every transport is tried against; all but `selfSigned` come from one authority. */
export function certificateZoo(names: string[] = ['lab.example', 'localhost', '127.0.0.1']) {
  const authority = createAuthority();
  return {
    authority,
    valid: authority.issue({ names }),
    expired: authority.issue({ names, fromDays: -30, toDays: -2 }),
    notYetValid: authority.issue({ names, fromDays: 2, toDays: 30 }),
    wrongName: authority.issue({ names: ['elsewhere.example'] }),
    selfSigned: selfSigned({ names }),
  };
}

interface Keys {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

function newKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

interface Contents extends CertificateWish {
  subject: string;
  issuer: string;
  keys: Keys;
  signer: KeyObject;
  authority: boolean;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** RFC 5280 §4.1. */
function certificate(contents: Contents): CertificateFiles {
  const now = Date.now();
  const from = now + (contents.fromDays ?? -1) * DAY_MS;
  const to = now + (contents.toDays ?? 30) * DAY_MS;
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))), // v3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    commonName(contents.issuer),
    sequence(time(from), time(to)),
    commonName(contents.subject),
    contents.keys.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(contents))),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, contents.signer)));
  return {
    cert: new X509Certificate(der).toString(),
    key: contents.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pin: `sha256/${createHash('sha256').update(der).digest('base64')}`,
  };
}

function commonName(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

function extensions({ authority, names }: Contents): Buffer[] {
  const constraints = authority ? sequence(boolean(true)) : sequence();
  const basic = sequence(oid('2.5.29.19'), boolean(true), octets(constraints));
  if (names.length === 0) return [basic];
  return [basic, sequence(oid('2.5.29.17'), octets(sequence(...names.map(alternativeName))))];
}

function alternativeName(name: string): Buffer {
  return isIPv4(name) ? tlv(0x87, Buffer.from(name.split('.').map(Number))) : tlv(0x82, Buffer.from(name));
}
