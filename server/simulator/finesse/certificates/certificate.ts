/** Writes X.509 certificates with node:crypto alone: a CA and servers that it vouches for, EC P-256, a few ms each. */
import { generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { EpochMs } from '#contract';
import { bits, boolean, explicit, integer, octets, oid, sequence, set, time, tlv, utf8 } from './der';

export interface CertificateContents {
  /** Common names. */
  subject: string;
  issuer: string;
  /** DNS names and IPv4 addresses; none for a CA. */
  names: readonly string[];
  /** Positive, big-endian. */
  serial: Buffer;
  validFrom: EpochMs;
  validUntil: EpochMs;
  publicKey: KeyObject;
  authority: boolean;
}

export function newKeys(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** RFC 5280 §4.1. @param signer private key of the issuer @returns PEM */
export function certificatePem(contents: CertificateContents, signer: KeyObject): string {
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))), // v3
    integer(contents.serial),
    ECDSA_WITH_SHA256,
    commonName(contents.issuer),
    sequence(time(contents.validFrom), time(contents.validUntil)),
    commonName(contents.subject),
    contents.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions(contents))),
  );
  const der = sequence(body, ECDSA_WITH_SHA256, bits(sign('sha256', body, signer)));
  return new X509Certificate(der).toString();
}

export const keyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

function commonName(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

/** RFC 5280 §4.2.1.9 basic constraints and §4.2.1.6 subject alternative names. */
function extensions({ authority, names }: CertificateContents): Buffer[] {
  const constraints = authority ? sequence(boolean(true)) : sequence();
  const basic = sequence(oid('2.5.29.19'), boolean(true), octets(constraints));
  if (names.length === 0) return [basic];
  return [basic, sequence(oid('2.5.29.17'), octets(sequence(...names.map(alternativeName))))];
}

function alternativeName(name: string): Buffer {
  return isIPv4(name) ? tlv(0x87, Buffer.from(name.split('.').map(Number))) : tlv(0x82, Buffer.from(name));
}
