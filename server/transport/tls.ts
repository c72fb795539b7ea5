/** TLS over an open socket: the certificate is judged by the configured trust, and its facts are told even when it is refused. */
import { createHash } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect,
  createSecureContext,
  type PeerCertificate,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { CertificateFacts } from '#contract';
import { conditionOfCode, failureOfError, transportFailure } from './conditions';
import type { TlsTrust, WireFailure, WireHandlers } from './port';

/** Whom we expect at the other end. */
export interface TlsPeer {
  /** The name that the certificate has to be for; also sent as SNI. */
  name: string;
  trust: TlsTrust;
}

export type Secured = { ok: true; socket: TLSSocket } | { ok: false; failure: WireFailure };

/**
 * Makes the TLS handshake. `done` is called once, never before this returns; after a refusal the socket is destroyed.
 * Nothing is sent over the channel before the certificate was judged.
 */
export function secure(
  socket: Socket,
  peer: TlsPeer,
  onCertificate: WireHandlers['onCertificate'],
  done: (result: Secured) => void,
): void {
  const { pin, ca } = peer.trust;
  let finished = false;
  const channel = connect({
    socket,
    ...(isIP(peer.name) === 0 && { servername: peer.name }),
    ...(ca !== undefined && pin === undefined && { secureContext: contextOf(ca) }),
    // We refuse by ourselves, to tell the certificate's facts and the standard's reason first.
    rejectUnauthorized: false,
    checkServerIdentity: (_name, certificate) =>
      pin === undefined ? checkServerIdentity(peer.name, certificate) : undefined,
  });
  const finish = (result: Secured) => {
    if (finished) return;
    finished = true;
    if (!result.ok) channel.destroy();
    done(result);
  };
  channel.on('error', (error) => finish({ ok: false, failure: failureOfError(error, 'tls') }));
  channel.once('close', () => finish({ ok: false, failure: transportFailure('closed', 'tls') }));
  channel.once('secureConnect', () => {
    const certificate = factsOf(channel.getPeerCertificate());
    if (certificate === null)
      return finish({ ok: false, failure: transportFailure('tls-error', 'tls', 'no certificate') });
    onCertificate(certificate, channel.getProtocol() ?? 'unknown');
    const condition = judge(channel, certificate, pin);
    if (condition === null) return finish({ ok: true, socket: channel });
    return finish({ ok: false, failure: refused(condition, certificate) });
  });
}

/** null: trusted. */
function judge(channel: TLSSocket, certificate: CertificateFacts, pin: string | undefined): string | null {
  if (pin !== undefined) return certificate.fingerprint === pin ? null : 'certificate-pin-mismatch';
  if (channel.authorized) return null;
  // Node types it as an Error, but it is the code of one.
  const reason: unknown = channel.authorizationError;
  const condition = conditionOfCode(typeof reason === 'string' ? reason : undefined);
  return condition === 'other' ? 'certificate-untrusted' : condition;
}

function refused(condition: string, certificate: CertificateFacts): WireFailure {
  const { validFromMs, validToMs, fingerprint, issuer, subject } = certificate;
  const detail = { validFromMs, validToMs, fingerprint, issuer, subject };
  return { kind: 'transport', condition, phase: 'tls', text: null, detail };
}

/** The facts that are recorded of a certificate; null when the peer sent none. */
export function factsOf(certificate: PeerCertificate): CertificateFacts | null {
  // Without a certificate Node gives an empty object.
  if (certificate.raw === undefined) return null;
  return {
    fingerprint: `sha256/${createHash('sha256').update(certificate.raw).digest('base64')}`,
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFromMs: Math.max(0, Date.parse(certificate.valid_from)),
    validToMs: Math.max(0, Date.parse(certificate.valid_to)),
  };
}

/** `CN=lab.example, O=Lab`; of several values under one key all are named. */
function nameOf(name: PeerCertificate['subject']): string {
  const parts: [string, unknown][] = Object.entries(name);
  return parts.flatMap(([key, value]) => [value].flat().map((one) => `${key}=${one}`)).join(', ');
}

/** A context costs far more than a session: one per distinct CA text serves all. */
const contexts = new Map<string, SecureContext>();

function contextOf(ca: string): SecureContext {
  const known = contexts.get(ca);
  if (known !== undefined) return known;
  const context = createSecureContext({ ca });
  contexts.set(ca, context);
  return context;
}
