/** One step: how it went, what was found, and where it stopped, why and what can be done. */
import { Button } from '@mantine/core';
import type { TestOffer, TestStep } from '#contract';
import { CertificateBox } from './certificate-box';
import classes from './connection-test.module.css';
import { StepMark } from './step-mark';
import { stateWords } from './words';

interface Props {
  step: TestStep;
  /** Takes an offer and tests again; null: nobody can take one here. */
  onOffer: ((offer: TestOffer) => void) | null;
}

export function StepRow({ step, onOffer }: Props) {
  const { label, state, tookMs, facts, hint, certificate, offers } = step;
  const isTrouble = state === 'failed' || state === 'warned';
  return (
    <li className={classes.step} data-step={step.id} data-state={state}>
      <div className={classes.line}>
        <StepMark state={state} />
        <span className={classes.label}>
          {label}
          <span className="hf-hidden">: {stateWords[state]}</span>
        </span>
        <span className={classes.took}>{tookMs === null ? '' : `${formatMs(tookMs)} ms`}</span>
      </div>
      {facts.length > 0 && (
        <p className={classes.facts}>{facts.map(({ name, value }) => `${name}: ${value}`).join(' · ')}</p>
      )}
      {hint !== null && (
        <div className={classes.hint} data-hint={hint.key} data-trouble={isTrouble}>
          <p className={classes.reason}>{hint.reason}</p>
          <p>{hint.advice}</p>
          {isTrouble && certificate !== null && <CertificateBox certificate={certificate} />}
          {isTrouble && onOffer !== null && offers.length > 0 && (
            <div className={classes.offers}>
              {offers.map((offer) => (
                <Button key={offerWords(offer)} size="sm" onClick={() => onOffer(offer)}>
                  {offerWords(offer)}
                </Button>
              ))}
            </div>
          )}
        </div>
      )}
      {hint === null && certificate !== null && (
        <details className={classes.more}>
          <summary>The certificate</summary>
          <CertificateBox certificate={certificate} />
        </details>
      )}
    </li>
  );
}

const formatMs = (ms: number): string => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

function offerWords(offer: TestOffer): string {
  switch (offer.kind) {
    case 'pin':
      return 'Trust this certificate and test again';
    case 'port':
      return `Take port ${offer.port} and test again`;
  }
}
