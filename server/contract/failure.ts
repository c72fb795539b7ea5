/** Why a session left a phase: a kind, the standard's condition, and the phase it died in. */
import { z } from 'zod';
import { epochMs } from './identity';

/**
 * The phases of connecting, in the order in which most connections pass them. With STARTTLS `features` comes twice, before and
 * after `tls`: a waterfall is a list of spans, not a record by name.
 */
export const connectPhases = [
  'dns',
  'tcp',
  'tls',
  'upgrade',
  'bosh-session',
  'features',
  'sasl',
  'bind',
  'presence',
  'first-ping',
] as const;
export const connectPhase = z.enum(connectPhases);
export type ConnectPhase = z.infer<typeof connectPhase>;

/**
 * kind → where `condition` comes from:
 * - `timeout`: `connect-timeout`, `ping-timeout`
 * - `stream-error`: RFC 6120 §4.9.3, e.g. `conflict`, `system-shutdown`; also our own `not-well-formed`, `restricted-xml`,
 *   `policy-violation` (stanza too large), `invalid-namespace`, `unsupported-encoding`, `bad-format` about the peer's XML
 * - `auth`: RFC 6120 §6.5, e.g. `not-authorized`; also `no-mechanism`, `plain-refused`, `server-signature-invalid`
 * - `stanza-error`: RFC 6120 §8.3.3, for a refused bind or session
 * - `bosh`: XEP-0124 §17, e.g. `item-not-found`; also `http-status`, `bad-body`
 * - `transport`: `host-not-found`, `address-refused`, `connection-refused`, `connection-reset`, `host-unreachable`, `connection-timeout`, `closed`,
 *   `certificate-expired`, `certificate-not-yet-valid`, `certificate-untrusted`, `certificate-name-mismatch`,
 *   `certificate-pin-mismatch`, `tls-error`, `starttls-refused`, `http-status`, `websocket-protocol`, `too-much-data`, `other`
 */
export const failureKind = z.enum(['timeout', 'stream-error', 'auth', 'stanza-error', 'bosh', 'transport']);
export type FailureKind = z.infer<typeof failureKind>;

export const failure = z.object({
  kind: failureKind,
  condition: z.string(),
  /** Where it died: a connect phase, or `online`. */
  phase: z.union([connectPhase, z.literal('online')]),
  /** The peer's or the system's own words, for people; nothing decides on it. */
  text: z.string().max(500).nullable(),
  /** Facts that a readable sentence needs. */
  detail: z
    .object({
      /** Certificate facts. */
      validToMs: epochMs,
      validFromMs: epochMs,
      fingerprint: z.string(),
      issuer: z.string(),
      subject: z.string(),
      /** HTTP status, or WebSocket close code. */
      status: z.number().int(),
      /** Missed pings and the time each had. */
      misses: z.number().int(),
      timeoutMs: z.number().int(),
    })
    .partial()
    .optional(),
});
export type Failure = z.infer<typeof failure>;

/** One bar of the waterfall; `offsetMs` counts from the start of the attempt. */
export const phaseSpan = z.object({
  phase: connectPhase,
  offsetMs: z.number().nonnegative(),
  tookMs: z.number().nonnegative(),
});
export type PhaseSpan = z.infer<typeof phaseSpan>;

export const certificateFacts = z.object({
  /** `sha256/<base64 of the SHA-256 of the DER certificate>` */
  fingerprint: z.string(),
  subject: z.string(),
  issuer: z.string(),
  validFromMs: epochMs,
  validToMs: epochMs,
});
export type CertificateFacts = z.infer<typeof certificateFacts>;
