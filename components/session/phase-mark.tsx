/** One mark per state: its shape says it without colour, its colour says how urgent it is. The word stands beside it. */

import classes from './phase-mark.module.css';
import type { StatusKind } from './status';

export type MarkKind = StatusKind;

export function PhaseMark({ kind, size = 14 }: { kind: MarkKind; size?: number }) {
  return (
    <svg className={classes.mark} data-kind={kind} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <Shape kind={kind} />
    </svg>
  );
}

function Shape({ kind }: { kind: MarkKind }) {
  switch (kind) {
    case 'online':
      return <circle cx="8" cy="8" r="6" fill="currentColor" />;
    case 'unstable':
      return (
        <>
          <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path d="M8 2.25a5.75 5.75 0 0 1 0 11.5z" fill="currentColor" />
        </>
      );
    case 'connecting':
      return <path d="M8 2a6 6 0 1 1-6 6" fill="none" stroke="currentColor" strokeWidth="2.25" strokeLinecap="round" />;
    case 'backoff':
      return (
        <path d="M3 3l10 10M13 3L3 13" fill="none" stroke="currentColor" strokeWidth="2.75" strokeLinecap="round" />
      );
    case 'refused':
      return (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="2" fill="currentColor" />
          <path className={classes.cut} d="M5 5l6 6M11 5l-6 6" fill="none" strokeWidth="2" strokeLinecap="round" />
        </>
      );
    case 'stopped':
      return <path d="M5 3v10M11 3v10" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />;
    case 'closed-by-design':
      return <path d="M3 8h10" fill="none" stroke="currentColor" strokeWidth="2.75" strokeLinecap="round" />;
    case 'unknown':
      return (
        <circle cx="8" cy="8" r="5.75" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.4 2.6" />
      );
  }
}
