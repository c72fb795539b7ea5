/** Maps every way in which a session can end to a failure: kind, the standard's condition and the phase it died in. */
import type { Element } from '@xmpp/xml';
import type { Failure } from '#contract';
import type { WireFailure } from '../transport/port';
import { NS } from './namespaces';

/** A failure before the session has said in which phase it happened. */
export type Cause = Omit<Failure, 'phase'>;

const MAX_TEXT = 500;

// RFC 6120 §4.9.3
const STREAM_CONDITIONS = new Set([
  'bad-format',
  'bad-namespace-prefix',
  'conflict',
  'connection-timeout',
  'host-gone',
  'host-unknown',
  'improper-addressing',
  'internal-server-error',
  'invalid-from',
  'invalid-namespace',
  'invalid-xml',
  'not-authorized',
  'not-well-formed',
  'policy-violation',
  'remote-connection-failed',
  'reset',
  'resource-constraint',
  'restricted-xml',
  'see-other-host',
  'system-shutdown',
  'unsupported-encoding',
  'unsupported-feature',
  'unsupported-stanza-type',
  'unsupported-version',
]);

// RFC 6120 §6.5
const SASL_CONDITIONS = new Set([
  'aborted',
  'account-disabled',
  'credentials-expired',
  'encryption-required',
  'incorrect-encoding',
  'invalid-authzid',
  'invalid-mechanism',
  'malformed-request',
  'mechanism-too-weak',
  'not-authorized',
  'temporary-auth-failure',
]);

// RFC 6120 §8.3.3
const STANZA_CONDITIONS = new Set([
  'bad-request',
  'conflict',
  'feature-not-implemented',
  'forbidden',
  'gone',
  'internal-server-error',
  'item-not-found',
  'jid-malformed',
  'not-acceptable',
  'not-allowed',
  'not-authorized',
  'policy-violation',
  'recipient-unavailable',
  'redirect',
  'registration-required',
  'remote-server-not-found',
  'remote-server-timeout',
  'resource-constraint',
  'service-unavailable',
  'subscription-required',
  'unexpected-request',
]);

/** Names that RFC 3920 used; servers of that age still send them. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  'xml-not-well-formed': 'not-well-formed',
  'invalid-id': 'bad-format',
};

/** A peer's words, trimmed to what a failure may carry; null when there are none. */
export function boundedText(text: string | null | undefined): string | null {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : trimmed.slice(0, MAX_TEXT);
}

/** RFC 6120 §4.9: a `<stream:error/>` of the peer. A redirection is a failure too: where to is in the text. */
export function streamErrorCause(error: Element): Cause {
  const { condition, value, text } = conditionIn(error, NS.streamErrors, STREAM_CONDITIONS);
  return { kind: 'stream-error', condition, text: boundedText(text ?? value) };
}

/** RFC 6120 §6.5: a SASL `<failure/>`. */
export function saslCause(failure: Element): Cause {
  const { condition, text } = conditionIn(failure, NS.sasl, SASL_CONDITIONS);
  return { kind: 'auth', condition, text: boundedText(text) };
}

/** RFC 6120 §8.3: the `<error/>` in an IQ that refuses binding or the session. */
export function stanzaErrorCause(stanza: Element): Cause {
  const error = stanza.getChild('error');
  const found = error === undefined ? null : conditionIn(error, NS.stanzaErrors, STANZA_CONDITIONS);
  return {
    kind: 'stanza-error',
    condition: found?.condition ?? 'undefined-condition',
    text: boundedText(found?.text ?? null),
  };
}

/** What the peer did against the protocol, in the words of RFC 6120 §4.9.3. */
export function protocolCause(condition: string, text: string): Cause {
  return { kind: 'stream-error', condition, text: boundedText(text) };
}

export function authCause(condition: string, text: string | null = null): Cause {
  return { kind: 'auth', condition, text: boundedText(text) };
}

/**
 * The end of a wire that we did not ask for.
 * @param failure null when the peer closed in good order before we did
 * @param phase where the session stands, for wires that were already open
 */
export function wireFailure(failure: WireFailure | null, phase: Failure['phase']): Failure {
  if (failure === null) return { kind: 'transport', condition: 'closed', phase, text: null };
  return { ...failure, text: boundedText(failure.text), phase: failure.phase ?? phase };
}

interface Found {
  condition: string;
  /** Character data of the condition itself: the host in `see-other-host`. */
  value: string | null;
  text: string | null;
}

/** Only known conditions pass: what a peer makes up becomes `undefined-condition`, its name kept in the text. */
function conditionIn(parent: Element, namespace: string, known: ReadonlySet<string>): Found {
  const children = parent.getChildElements().filter((child) => child.getNS() === namespace);
  const text = children.find((child) => child.getName() === 'text')?.getText() ?? null;
  const found = children.find((child) => child.getName() !== 'text');
  const name = found === undefined ? '' : found.getName();
  const condition = OLD_NAMES[name] ?? name;
  if (known.has(condition)) return { condition, value: found?.getText() ?? null, text };
  return { condition: 'undefined-condition', value: null, text: boundedText(text) ?? boundedText(name) };
}
