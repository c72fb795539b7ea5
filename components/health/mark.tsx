/** One mark per health: its shape says it without colour, its colour says how urgent it is. The word stands beside it. */
import type { HealthKind } from '#contract';
import classes from './mark.module.css';

interface Props {
  kind: HealthKind;
  size?: number;
  /** What is left of the grace, 1..0: drawn as a ring round the triangle. Only for `at-risk`. */
  left?: number;
}

export function HealthMark({ kind, size = 14, left }: Props) {
  return (
    <svg className={classes.mark} data-health={kind} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {kind === 'at-risk' && left !== undefined ? <Ring left={left} /> : <Shape kind={kind} />}
    </svg>
  );
}

function Shape({ kind }: { kind: HealthKind }) {
  switch (kind) {
    case 'connected':
      return <circle cx="8" cy="8" r="5.5" fill="currentColor" />;
    case 'unstable':
      return (
        <>
          <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.75" />
          <path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor" />
        </>
      );
    case 'at-risk':
      return <path d="M8 1.5L15.5 14.5H.5z" fill="currentColor" />;
    case 'forced-out':
      return (
        <>
          <rect x="1.5" y="1.5" width="13" height="13" rx="1" fill="currentColor" />
          <path className={classes.cut} d="M5 5l6 6M11 5l-6 6" fill="none" strokeWidth="2" strokeLinecap="round" />
        </>
      );
    case 'logged-out':
      return <circle cx="8" cy="8" r="5" fill="none" stroke="currentColor" strokeWidth="1.5" />;
    case 'unknown':
      return (
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" strokeDasharray="3.2 2.56" />
      );
  }
}

const RING = 2 * Math.PI * 7;

function Ring({ left }: { left: number }) {
  return (
    <>
      <circle className={classes.ground} cx="8" cy="8" r="7" fill="none" strokeWidth="1.75" />
      <circle
        cx="8"
        cy="8"
        r="7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeDasharray={`${(RING * left).toFixed(2)} ${RING.toFixed(2)}`}
        transform="rotate(-90 8 8)"
      />
      <path d="M8 4.2l3.6 6.4H4.4z" fill="currentColor" />
    </>
  );
}

/** Was on a call when the connection went: beside the mark, with its word for those who do not see it. */
export function OnCall({ size = 12 }: { size?: number }) {
  return (
    <span className={classes.call} title="on a call">
      <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
        <path
          fill="currentColor"
          d="M3.6 1.2c.5-.4 1.2-.3 1.6.2l1.6 2.2c.3.5.3 1-.1 1.4l-.9 1c-.2.2-.2.5 0 .8a9.4 9.4 0 0 0 3.4 3.4c.3.2.6.2.8 0l1-.9c.4-.4 1-.4 1.4-.1l2.2 1.6c.5.4.6 1.1.2 1.6l-1.1 1.5c-.6.7-1.5 1-2.4.7C6.6 13.1 2.9 9.4 1.4 4.7c-.3-.9 0-1.8.7-2.4z"
        />
      </svg>
      <span className="hf-hidden">on a call</span>
    </span>
  );
}
