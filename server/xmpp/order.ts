/** What may come when: judges each first-level element by where the session stands, before anything acts on it. */
import type { Element } from '@xmpp/xml';
import { type Cause, protocolCause, saslCause, streamErrorCause } from './failure-of';
import { NS } from './namespaces';
import { chooseMechanism, type MechanismName } from './sasl/mechanisms';

/**
 * Where the session stands:
 * `wire` not connected yet · `opening` stream header and first features are due · `starttls` `<proceed/>` is due ·
 * `tls` handshake · `choosing` features are here, `<auth/>` is not sent yet · `sasl` the server's turn in the exchange ·
 * `restarting` authenticated, header not sent again yet · `reopened` features are due again · `binding` · `bound`
 */
export type Stage =
  | 'wire'
  | 'opening'
  | 'starttls'
  | 'tls'
  | 'choosing'
  | 'sasl'
  | 'restarting'
  | 'reopened'
  | 'binding'
  | 'bound';

export type Arrival =
  | { kind: 'features' | 'proceed' | 'challenge' | 'success' | 'stanza' | 'early-stanza' }
  | { kind: 'refused'; cause: Cause };

export function isStanza(element: Element): boolean {
  return element.name === 'iq' || element.name === 'message' || element.name === 'presence';
}

export function arrivalOf(stage: Stage, element: Element): Arrival {
  if (isStanza(element)) return stanzaArrival(stage, element);
  const name = element.getName();
  switch (element.getNS()) {
    case NS.stream:
      return streamArrival(stage, name, element);
    case NS.tls:
      return tlsArrival(stage, name);
    case NS.sasl:
      return saslArrival(stage, name, element);
    default:
      // RFC 6120 §4.9.3.24
      return refused('unsupported-stanza-type', `unexpected <${name}/>`);
  }
}

function refused(condition: string, text: string): Arrival {
  return { kind: 'refused', cause: protocolCause(condition, text) };
}

function stanzaArrival(stage: Stage, element: Element): Arrival {
  const namespace = element.getNS();
  // RFC 6120 §4.8.2: stanzas live in the stream's content namespace
  if (namespace !== undefined && namespace !== NS.client) {
    return refused('invalid-namespace', `<${element.name}/> in ${namespace}`);
  }
  if (stage === 'bound') return { kind: 'stanza' };
  if (stage === 'binding' || stage === 'reopened') return { kind: 'early-stanza' };
  // RFC 6120 §4.9.3.12
  return refused('not-authorized', `<${element.name}/> before authentication`);
}

function streamArrival(stage: Stage, name: string, element: Element): Arrival {
  if (name === 'error') return { kind: 'refused', cause: streamErrorCause(element) };
  if (name === 'features' && (stage === 'opening' || stage === 'reopened')) return { kind: 'features' };
  return refused('bad-format', `<stream:${name}/> out of turn`);
}

function tlsArrival(stage: Stage, name: string): Arrival {
  if (stage !== 'starttls') return refused('bad-format', `TLS <${name}/> out of turn`);
  if (name === 'proceed') return { kind: 'proceed' };
  // RFC 6120 §5.4.2.2
  return { kind: 'refused', cause: { kind: 'transport', condition: 'starttls-refused', text: `<${name}/>` } };
}

/** RFC 4648 base64 with padding, or the lone "=" of RFC 6120 §6.4.2. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function saslArrival(stage: Stage, name: string, element: Element): Arrival {
  if (stage !== 'sasl') return refused('bad-format', `SASL <${name}/> out of turn`);
  if (name === 'failure') return { kind: 'refused', cause: saslCause(element) };
  if (name !== 'challenge' && name !== 'success') return refused('bad-format', `SASL <${name}/>`);
  const data = element.getText().trim();
  const valid = BASE64.test(data) || (name === 'success' && data === '=');
  if (!valid) {
    return { kind: 'refused', cause: { kind: 'auth', condition: 'incorrect-encoding', text: `<${name}/>` } };
  }
  return { kind: name };
}

export interface Situation {
  stage: Stage;
  /** What the configuration asks of this connection. */
  startTlsWanted: boolean;
  plainAllowed: boolean;
}

export type Next =
  | { take: 'starttls' | 'bind'; feature: Element }
  | { take: 'sasl'; feature: Element; mechanism: MechanismName }
  | { take: 'nothing'; cause: Cause };

/** RFC 6120 §4.3.2: which of the offered features comes next; each is negotiated once. */
export function nextFeature(features: Element, situation: Situation): Next {
  if (situation.stage === 'reopened') {
    const bind = features.getChild('bind', NS.bind);
    if (bind !== undefined) return { take: 'bind', feature: bind };
    return { take: 'nothing', cause: protocolCause('unsupported-feature', 'no resource binding offered') };
  }
  const startTls = features.getChild('starttls', NS.tls);
  if (situation.startTlsWanted) {
    if (startTls !== undefined) return { take: 'starttls', feature: startTls };
    // RFC 6120 §5.3.1 asks for TLS first; going on in clear would be what an attacker wants
    return {
      take: 'nothing',
      cause: { kind: 'transport', condition: 'starttls-refused', text: 'STARTTLS not offered' },
    };
  }
  const mechanisms = features.getChild('mechanisms', NS.sasl);
  if (mechanisms === undefined && startTls?.getChild('required') !== undefined) {
    return {
      take: 'nothing',
      cause: { kind: 'auth', condition: 'encryption-required', text: 'the server requires TLS' },
    };
  }
  const offered = mechanisms?.getChildren('mechanism').map((mechanism) => mechanism.getText().trim()) ?? [];
  const chosen = chooseMechanism(offered, situation.plainAllowed);
  if (mechanisms === undefined || typeof chosen !== 'string') {
    return { take: 'nothing', cause: typeof chosen === 'string' ? protocolCause('bad-format', 'no features') : chosen };
  }
  return { take: 'sasl', feature: mechanisms, mechanism: chosen };
}

/** RFC 3921 §3: old servers want a session to be asked for after binding, unless they say that it is optional. */
export function wantsSession(features: Element): boolean {
  const session = features.getChild('session', NS.session);
  return session !== undefined && session.getChild('optional') === undefined;
}
