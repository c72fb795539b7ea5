/** The card in the middle of the pages for those who are not in yet. */
import type { ReactNode } from 'react';
import classes from './people.module.css';

interface Props {
  title: string;
  lead: ReactNode;
  /** Within the frame of who is signed in already, which has its own main part. */
  framed?: boolean;
  children?: ReactNode;
}

export function Door({ title, lead, framed = false, children }: Props) {
  const Part = framed ? 'div' : 'main';
  return (
    <Part className={classes.door} data-framed={framed || undefined}>
      <div className={classes.card}>
        <h1>{title}</h1>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
    </Part>
  );
}

/** What went wrong; it has its place before it is there. */
export function Wrong({ children }: { children: string }) {
  return (
    <p role="alert" className={classes.wrong}>
      {children}
    </p>
  );
}
