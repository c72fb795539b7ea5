/** A failure in one readable line: where it died, what the standard calls it, and what that means. */
import type { Failure } from '#contract';
import { formatDate } from './clock';
import { phaseName } from './names';
import { formatSpan } from './units';

/** e.g. `TLS: certificate expired on 3 November 2026`. Certificate dates are in UTC, as certificates are. */
export function failureSentence(failure: Failure): string {
  switch (failure.kind) {
    case 'timeout':
      return timeoutSentence(failure);
    case 'stream-error':
      return known('Stream', failure.condition, streamErrors);
    case 'auth':
      return known('SASL', failure.condition, authErrors);
    case 'stanza-error':
      return known(phaseName(failure.phase), failure.condition, stanzaErrors);
    case 'bosh':
      return boshSentence(failure);
    case 'transport':
      return transportSentence(failure);
  }
}

/** The same for the end of a session that was online, after words that say so: without `ping:` or `Connection:` before it. */
export function lossWords(failure: Failure): string {
  return failureSentence(failure).replace(/^(ping|Connection): /, '');
}

function timeoutSentence(failure: Failure): string {
  const { misses, timeoutMs } = failure.detail ?? {};
  if (failure.condition === 'ping-timeout') {
    const where = failure.phase === 'first-ping' ? 'first ping' : 'ping';
    if (timeoutMs === undefined) return `${where}: no answer in time`;
    const times = misses === undefined || misses < 2 ? '' : `${misses} × `;
    return `${where}: no answer in ${times}${formatSpan(timeoutMs)}`;
  }
  const within = timeoutMs === undefined ? 'in time' : `within ${formatSpan(timeoutMs)}`;
  if (failure.condition === 'connect-timeout') return `${phaseName(failure.phase)}: no answer ${within}`;
  return `${phaseName(failure.phase)}: ${failure.condition}, no answer ${within}`;
}

function boshSentence(failure: Failure): string {
  const status = failure.detail?.status;
  if (failure.condition === 'http-status') return status === undefined ? 'BOSH: HTTP error' : `BOSH: HTTP ${status}`;
  return known('BOSH', failure.condition, boshErrors, status === undefined ? '' : ` (HTTP ${status})`);
}

function transportSentence(failure: Failure): string {
  const where = phaseName(failure.phase);
  const { validToMs, validFromMs, issuer, status, timeoutMs } = failure.detail ?? {};
  switch (failure.condition) {
    case 'host-not-found':
      return 'DNS: host not found';
    case 'address-refused':
      return 'DNS: the host leads to an address that is never connected to (link-local or metadata)';
    case 'connection-refused':
      return 'TCP: connection refused';
    case 'host-unreachable':
      return 'TCP: host unreachable';
    case 'connection-timeout':
      return `TCP: no answer ${timeoutMs === undefined ? 'in time' : `within ${formatSpan(timeoutMs)}`}`;
    case 'connection-reset':
      return `${where}: reset by the peer`;
    case 'closed':
      return status === undefined
        ? `${where}: closed by the server`
        : `${where}: closed by the server (code ${status})`;
    case 'certificate-expired':
      return `TLS: certificate expired${validToMs === undefined ? '' : ` on ${formatDate(validToMs, 'UTC')}`}`;
    case 'certificate-not-yet-valid':
      return `TLS: certificate not valid ${validFromMs === undefined ? 'yet' : `before ${formatDate(validFromMs, 'UTC')}`}`;
    case 'certificate-untrusted':
      return `TLS: certificate not trusted${issuer === undefined ? '' : `, issued by ${issuer}`}`;
    case 'http-status':
      return status === undefined ? `${where}: HTTP error` : `${where}: HTTP ${status}`;
    case 'other':
      return `${where}: failed${failure.text === null ? '' : ` (${failure.text})`}`;
  }
  const prefix = tlsConditions.has(failure.condition) ? 'TLS' : where;
  return `${prefix}: ${transportWords[failure.condition] ?? failure.condition}`;
}

const tlsConditions = new Set([
  'certificate-name-mismatch',
  'certificate-pin-mismatch',
  'tls-error',
  'starttls-refused',
]);

const transportWords: Record<string, string> = {
  'certificate-name-mismatch': 'certificate is for another name',
  'certificate-pin-mismatch': 'certificate is not the pinned one',
  'tls-error': 'handshake failed (tls-error)',
  'starttls-refused': 'the server does not offer STARTTLS',
  'websocket-protocol': 'not a valid WebSocket answer (websocket-protocol)',
  'too-much-data': 'the server sent more than we accept (too-much-data)',
};

/** `Where: condition, what it means`; an unknown condition stands alone. */
function known(where: string, condition: string, words: Record<string, string>, extra = ''): string {
  const meaning = words[condition];
  return meaning === undefined ? `${where}: ${condition}${extra}` : `${where}: ${condition}${extra}, ${meaning}`;
}

// RFC 6120 §4.9.3
const streamErrors: Record<string, string> = {
  'bad-format': 'the server sent XML that cannot be processed',
  conflict: 'another session took this resource',
  'connection-timeout': 'the server gave up waiting for us',
  'host-gone': 'the server no longer serves this domain',
  'host-unknown': 'the server does not serve this domain',
  'internal-server-error': 'the server failed',
  'invalid-namespace': 'the server sent a wrong namespace',
  'not-authorized': 'the server wants sign-in first',
  'not-well-formed': 'the server sent broken XML',
  'policy-violation': 'a local rule was broken',
  reset: 'the server closes to make a change',
  'resource-constraint': 'the server lacks resources',
  'restricted-xml': 'the server sent forbidden XML',
  'see-other-host': 'the server names another host',
  'system-shutdown': 'the server is shutting down',
  'unsupported-encoding': 'the server sent something else than UTF-8',
  'unsupported-version': 'the server speaks another version of XMPP',
};

// RFC 6120 §6.5, and our own verdicts on what the server offers; what more tries would make worse is not retried.
const authErrors: Record<string, string> = {
  'account-disabled': 'the account is disabled; will not retry',
  'credentials-expired': 'the password has expired; will not retry',
  'encryption-required': 'the server wants an encrypted channel; will not retry',
  'invalid-authzid': 'the server refuses the identity; will not retry',
  'invalid-mechanism': 'the server refuses the mechanism that it offered; will not retry',
  'mechanism-too-weak': 'the server wants a stronger mechanism; will not retry',
  'no-mechanism': 'the server offers none that we support; will not retry',
  'not-authorized': 'will not retry',
  'plain-refused': 'only PLAIN is offered and the channel is not encrypted; will not retry',
  'server-signature-invalid': 'the server could not prove that it knows the password; will not retry',
  'temporary-auth-failure': 'the server cannot check passwords now',
};

// RFC 6120 §8.3.3, as far as binding can meet them (§7.6.2, §7.7.2)
const stanzaErrors: Record<string, string> = {
  'bad-request': 'the server refuses the resource',
  conflict: 'the resource is in use',
  'not-allowed': 'the server does not allow another resource',
  'resource-constraint': 'the account has too many sessions',
};

// XEP-0124 §17
const boshErrors: Record<string, string> = {
  'bad-body': 'the answer is not a BOSH body',
  'bad-request': 'the server could not read the request',
  'host-gone': 'the server no longer serves this domain',
  'host-unknown': 'the server does not serve this domain',
  'improper-addressing': 'the request names no domain',
  'internal-server-error': 'the connection manager failed',
  'item-not-found': 'the server no longer knows the session',
  'other-request': 'another request ended the session',
  'policy-violation': 'a rule of the connection manager was broken',
  'remote-connection-failed': 'the connection manager cannot reach the server',
  'remote-stream-error': 'the server ended the stream behind the connection manager',
  'see-other-uri': 'the server names another address',
  'system-shutdown': 'the connection manager is shutting down',
  'undefined-condition': 'the server gives no reason',
};
