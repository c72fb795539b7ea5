'use client';
/** What is known about a target: where it connects, as whom, how it is protected, how it is measured. */
import type { CertificateFacts, ConnectAttempt, TargetState } from '#contract';
import { formatDate } from '../format/clock';
import { formatSpan } from '../format/units';
import { useNow } from '../live/live-context';
import { certificateWords } from './certificate-words';
import classes from './facts.module.css';

export function Facts({ state, connects }: { state: TargetState; connects: readonly ConnectAttempt[] }) {
  const last = connects.find((c) => c.outcome === 'online');
  // Only the last few attempts are here: when all of them failed, an earlier one may well have gone through.
  const none = connects.length === 0 ? 'no connect yet' : 'not in the last connects';
  return (
    <dl className={classes.facts}>
      <Fact name="Address">{state.address}</Fact>
      <Fact name="Domain">{state.domain}</Fact>
      <Fact name="JID">{last?.jid ?? none}</Fact>
      <Fact name="Mechanism">{last?.mechanism ?? none}</Fact>
      <Fact name="Encryption">
        {last?.tlsProtocol ?? (last === undefined ? none : 'none')}
        {state.certificate !== null && <Certificate certificate={state.certificate} />}
      </Fact>
      <Fact name="Ping">
        every {formatSpan(state.pingIntervalMs)}, lost after {state.pingRetries + 1} × {formatSpan(state.pingTimeoutMs)}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Certificate({ certificate }: { certificate: CertificateFacts }) {
  const { urgent, words } = certificateWords(certificate, useNow());
  return (
    <span
      className={classes.certificate}
      data-urgent={urgent || undefined}
      title={`${certificate.subject}, issued by ${certificate.issuer}`}
    >
      {`, certificate until ${formatDate(certificate.validToMs, 'UTC')}, ${words}`}
    </span>
  );
}
