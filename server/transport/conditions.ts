/** What Node's error codes, WebSocket close codes and XML errors mean as conditions of a failure; tables, no decisions elsewhere. */
import type { Failure } from '#contract';
import { ADDRESS_REFUSED } from '../net/guard';
import type { WireFailure, WirePhase } from './port';
import type { XmlError } from './xml/error';

type TransportCondition =
  | 'host-not-found'
  | 'address-refused'
  | 'connection-refused'
  | 'connection-reset'
  | 'host-unreachable'
  | 'connection-timeout'
  | 'closed'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-untrusted'
  | 'certificate-name-mismatch'
  | 'certificate-pin-mismatch'
  | 'tls-error'
  | 'http-status'
  | 'websocket-protocol'
  | 'too-much-data'
  | 'other';

const byCondition: Partial<Record<TransportCondition, readonly string[]>> = {
  'host-not-found': ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ENODATA'],
  'address-refused': [ADDRESS_REFUSED],
  'connection-refused': ['ECONNREFUSED'],
  'connection-reset': ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_DESTROYED'],
  'host-unreachable': ['EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL', 'EACCES'],
  'connection-timeout': ['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'],
  closed: ['UND_ERR_SOCKET'],
  'certificate-expired': ['CERT_HAS_EXPIRED'],
  'certificate-not-yet-valid': ['CERT_NOT_YET_VALID'],
  'certificate-name-mismatch': ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH'],
  'certificate-untrusted': [
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_SIGNATURE_FAILURE',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
    'INVALID_CA',
    'INVALID_PURPOSE',
    'PATH_LENGTH_EXCEEDED',
  ],
  'tls-error': ['EPROTO'],
};

const conditionByCode = new Map(
  Object.entries(byCondition).flatMap(([condition, codes]) => codes.map((code) => [code, condition] as const)),
);

/** The condition of a Node error code; `tls-error` for any other code of OpenSSL, `other` for what nobody knows. */
export function conditionOfCode(code: string | undefined): string {
  if (code === undefined) return 'other';
  const known = conditionByCode.get(code);
  if (known !== undefined) return known;
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL_')
    ? 'tls-error'
    : 'other';
}

/** RFC 6455 §7.4.1, as sent by the peer. */
export function conditionOfClose(closeCode: number): TransportCondition {
  switch (closeCode) {
    case 1002: // protocol error
    case 1003: // unsupported data
    case 1007: // inconsistent data
    case 1008: // policy violation
    case 1010: // mandatory extension
      return 'websocket-protocol';
    case 1009:
      return 'too-much-data';
    default:
      // 1000 normal, 1001 going away, 1005 without a code, 1006 without a close frame, 1011 to 1014 the server's trouble
      return 'closed';
  }
}

export function transportFailure(
  condition: TransportCondition,
  phase: WirePhase | null,
  text: string | null = null,
  detail?: Failure['detail'],
): WireFailure {
  return { kind: 'transport', condition, phase, text: cut(text), ...(detail && { detail }) };
}

/** The failure of an error that Node reported. */
export function failureOfError(error: unknown, phase: WirePhase | null): WireFailure {
  const text = error instanceof Error ? error.message : null;
  return { kind: 'transport', condition: conditionOfCode(codeOf(error)), phase, text: cut(text) };
}

/** The failure of a peer that sent XML we refuse: in the words of a stream error, about the peer. */
export function failureOfXml(error: XmlError, phase: WirePhase | null): WireFailure {
  return { kind: 'stream-error', condition: error.condition, phase, text: cut(error.text) };
}

export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The contract allows a failure 500 characters of somebody else's words. */
function cut(text: string | null): string | null {
  return text === null ? null : text.slice(0, 500);
}
