/** A titled part of the board. */
import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

interface Props {
  title: string;
  /** The order of what is in it, or what it is of. */
  rule?: string;
  right?: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function Panel({ title, rule, right, className, children }: Props) {
  const id = useId();
  return (
    <section className={className === undefined ? classes.panel : `${classes.panel} ${className}`} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        {rule !== undefined && <span className={classes.rule}>{rule}</span>}
        {right !== undefined && <span className={classes.right}>{right}</span>}
      </div>
      {children}
    </section>
  );
}

export function PanelEmpty({ children }: { children: ReactNode }) {
  return <div className={classes.empty}>{children}</div>;
}
