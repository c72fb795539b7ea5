/** One mark per state of a step: its shape says it without colour. */
import type { StepState } from '#contract';
import classes from './connection-test.module.css';

export function StepMark({ state }: { state: StepState }) {
  return (
    <svg className={classes.mark} data-state={state} width={16} height={16} viewBox="0 0 16 16" aria-hidden="true">
      <Shape state={state} />
    </svg>
  );
}

function Shape({ state }: { state: StepState }) {
  switch (state) {
    case 'waiting':
      return <circle cx="8" cy="8" r="3" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'running':
      return <path d="M8 2a6 6 0 1 1-6 6" fill="none" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />;
    case 'ok':
      return (
        <path
          d="M3 8.5l3.5 3.5L13 4.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.25"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      );
    case 'warned':
      return (
        <>
          <path d="M8 1.5l7 13H1z" fill="currentColor" />
          <path className={classes.cut} d="M8 6v4M8 12.2v.3" fill="none" strokeWidth="1.75" strokeLinecap="round" />
        </>
      );
    case 'failed':
      return (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
          <path className={classes.cut} d="M5 5l6 6M11 5l-6 6" fill="none" strokeWidth="2" strokeLinecap="round" />
        </>
      );
    case 'skipped':
      return <path d="M4 8h8" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />;
  }
}
