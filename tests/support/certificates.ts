/** Throw-away certificate authorities and server certificates for tests: nothing on disk, no openssl command, a few ms each. */
import { createHash, type KeyObject, randomBytes, X509Certificate } from 'node:crypto';
import { certificatePem, keyPem, newKeys } from '../../server/simulator/finesse/certificates/certificate';

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

interface Contents extends CertificateWish {
  subject: string;
  issuer: string;
  keys: Keys;
  signer: KeyObject;
  authority: boolean;
}

function certificate({
  subject,
  issuer,
  names,
  authority,
  keys,
  signer,
  fromDays,
  toDays,
}: Contents): CertificateFiles {
  const now = Date.now();
  const contents = {
    ...{ subject, issuer, names, authority, publicKey: keys.publicKey },
    serial: Buffer.concat([Buffer.from([1]), randomBytes(8)]),
    validFrom: now + (fromDays ?? -1) * DAY_MS,
    validUntil: now + (toDays ?? 30) * DAY_MS,
  };
  const cert = certificatePem(contents, signer);
  const { raw } = new X509Certificate(cert);
  return { cert, key: keyPem(keys.privateKey), pin: `sha256/${createHash('sha256').update(raw).digest('base64')}` };
}
