/** The verdict as one mark: all well, our side, Finesse, blind; told apart by shape. */
import type { BoardSentence } from './sentence';
import classes from './sentence-line.module.css';

export function VerdictMark({ verdict, tone }: Pick<BoardSentence, 'verdict' | 'tone'>) {
  return (
    <svg className={classes.mark} width="22" height="22" viewBox="0 0 16 16" aria-hidden="true">
      <Shape verdict={verdict} tone={tone} />
    </svg>
  );
}

function Shape({ verdict, tone }: Pick<BoardSentence, 'verdict' | 'tone'>) {
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.75 };
  switch (verdict) {
    case 'well':
      return (
        <>
          <circle cx="8" cy="8" r="6.5" {...stroke} />
          <path
            d={tone === 'good' ? 'M5 8.2l2.2 2.2L11.2 5.9' : 'M8 4.5v4.5M8 10.8v.9'}
            {...stroke}
            strokeLinecap="round"
          />
        </>
      );
    case 'our-side':
      return (
        <>
          <path d="M8 1.8L15 14.2H1z" {...stroke} strokeLinejoin="round" />
          <path d="M8 6.2v3.9M8 11.6v.7" {...stroke} strokeLinecap="round" />
        </>
      );
    case 'finesse':
      return (
        <>
          <rect x="1.5" y="2" width="13" height="5" rx="1" {...stroke} />
          <rect x="1.5" y="9" width="13" height="5" rx="1" {...stroke} />
          <path d="M5 4.5h.1M5 11.5h.1" {...stroke} strokeWidth={2.2} strokeLinecap="round" />
        </>
      );
    case 'blind':
      return (
        <>
          <circle cx="8" cy="8" r="6.5" {...stroke} strokeDasharray="3.4 2.4" />
          <path d="M6.1 6.3a2 2 0 1 1 2.7 2c-.6.3-.8.6-.8 1.2M8 11.6v.3" {...stroke} strokeLinecap="round" />
        </>
      );
  }
}
