/** The one interface of TCP, WebSocket and BOSH: a wire carries XML elements and knows nothing of their meaning. */
import type { Element } from '@xmpp/xml';
import type { CertificateFacts, ConnectPhase, Failure, TransportKind } from '#contract';
import type { Time } from '../time/time';

/** How the peer's certificate is judged. With neither `ca` nor `pin` the system's roots decide. */
export interface TlsTrust {
  /** PEM text of one or more CA certificates that replace the system's roots. */
  ca?: string;
  /** `sha256/<base64>` of the DER certificate: exactly this certificate is trusted, whatever its name, chain or dates. */
  pin?: string;
}

/** Where and how to connect. */
export type WireAddress =
  | { kind: 'tcp'; host: string; port: number; security: 'none' | 'starttls' | 'tls' }
  | { kind: 'websocket'; url: string }
  | { kind: 'bosh'; url: string };

export interface WireOptions {
  address: WireAddress;
  /** The XMPP domain: `to` of the stream, and the name that a STARTTLS or direct-TLS certificate is verified for
   * (with WebSocket and BOSH the URL's host is verified instead). */
  domain: string;
  trust: TlsTrust;
  /** Bytes that one stanza (or one BOSH body) may have before the peer is cut off. Default 1 MiB. */
  maxStanzaBytes?: number;
}

/** The phases that a wire itself passes. The others belong to the session. */
export type WirePhase = Extract<ConnectPhase, 'dns' | 'tcp' | 'tls' | 'upgrade' | 'bosh-session'>;

/** What a wire failed of. The session adds the phase `features`, `sasl`, … when the wire was already open. */
export type WireFailure = Omit<Failure, 'phase'> & { phase: WirePhase | null };

export interface WireHandlers {
  /** A wire phase has begun; the session ends the phase before it. Times are the caller's to take. */
  onPhase(phase: WirePhase): void;
  /** The stream can be opened: TCP (or TLS) is up, the WebSocket is upgraded. For BOSH: nothing has been sent yet, the
   * session is created by `openStream`. Fires again after `startTls`. */
  onReady(): void;
  /** The peer's stream header, `<open/>` or BOSH session: its attributes (`id`, `from`, `version`, …; BOSH: `authid` as `id`). */
  onStreamOpen(attrs: Readonly<Record<string, string>>): void;
  /** One complete first-level element (stanza, features, SASL nonza, stream error). */
  onElement(element: Element): void;
  /** The peer's certificate, once per TLS handshake, also when it is then refused. */
  onCertificate(certificate: CertificateFacts, protocol: string): void;
  /** The wire has ended; exactly once, nothing follows. null: we closed it, or the peer closed it in good order after our close. */
  onClose(failure: WireFailure | null): void;
}

/** One connection. It is created connecting; every method is safe to call at any time and does nothing after `onClose`. */
export interface Wire {
  readonly kind: TransportKind;
  /** True when TLS protects the channel. */
  readonly secure: boolean;
  /** Sends the stream header (`<stream:stream>`, `<open/>`, BOSH session creation); the second and later times it restarts the stream. */
  openStream(): void;
  /** Sends one or more complete elements, already serialised, each with its own `xmlns`. Order is kept. */
  send(xml: string): void;
  /** TCP only: upgrades after `<proceed/>`; then `onReady` again. Others: a bug. */
  startTls(): void;
  /** Ends the stream in good order (`</stream:stream>`, `<close/>`, BOSH terminate) and gives the peer `graceMs` (default 1 s) before destroying. */
  close(graceMs?: number): void;
  /** Ends at once, without a word to the peer; `onClose(null)`. */
  destroy(): void;
}

/** A transport is one function. */
export type OpenWire = (options: WireOptions, handlers: WireHandlers, time: Time) => Wire;
