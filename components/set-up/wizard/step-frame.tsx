'use client';
/** One step: its heading, what it is about, and the way back and on. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './wizard.module.css';

interface Props {
  title: string;
  lead: ReactNode;
  children: ReactNode;
  onBack: (() => void) | null;
  /** What leads on; it may come with a way around. */
  actions: ReactNode;
}

export function StepFrame({ title, lead, children, onBack, actions }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isLater = onBack !== null;
  // Whoever came by key or by voice is told where they are; once, and not at the first sight of the page.
  useEffect(() => {
    if (isLater) heading.current?.focus();
  }, [isLater]);
  return (
    <section className={classes.step} aria-labelledby="step-title">
      <h2 id="step-title" ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <div className={classes.lead}>{lead}</div>
      {children}
      <div className={classes.actions}>
        {onBack !== null && (
          <Button variant="default" onClick={onBack}>
            Back
          </Button>
        )}
        <div className={classes.onward}>{actions}</div>
      </div>
    </section>
  );
}
