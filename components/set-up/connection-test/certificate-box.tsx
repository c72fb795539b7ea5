/** A certificate as people compare it: for whom, by whom, how long, and its fingerprint; of a changed one the old one too. */
import type { TestStep } from '#contract';
import { formatDate } from '../../format/clock';
import classes from './connection-test.module.css';

export function CertificateBox({ certificate }: { certificate: NonNullable<TestStep['certificate']> }) {
  const { shown, pinned } = certificate;
  const isChanged = pinned !== null && pinned !== shown.fingerprint;
  return (
    <dl className={classes.certificate}>
      <dt>For</dt>
      <dd>{shown.subject}</dd>
      <dt>Issued by</dt>
      <dd>{shown.subject === shown.issuer ? 'itself' : shown.issuer}</dd>
      <dt>Valid</dt>
      <dd>
        {formatDate(shown.validFromMs, 'UTC')} to {formatDate(shown.validToMs, 'UTC')}
      </dd>
      {isChanged && (
        <>
          <dt>Trusted until now</dt>
          <dd className={classes.fingerprint}>{pinned}</dd>
        </>
      )}
      <dt>{isChanged ? 'Shown now' : 'Fingerprint'}</dt>
      <dd className={classes.fingerprint}>{shown.fingerprint}</dd>
    </dl>
  );
}
