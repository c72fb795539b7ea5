'use client';
/** Where a change stands: what it would do, that somebody else was faster, or why it is refused. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { DifferenceList } from './difference-list';
import classes from './editor.module.css';
import type { Progress } from './use-change';

interface Props {
  progress: Progress;
  /** What is edited was changed by somebody else meanwhile. */
  overtaken: boolean;
  onApply(): void;
  onBack(): void;
  onNewest(): void;
  /** Where to go on once it is saved. */
  back: string;
}

export function ChangePanel({ progress, overtaken, onApply, onBack, onNewest, back }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that was pressed is gone by now: the keyboard goes on at what it led to.
  useEffect(() => {
    if (progress.is === 'review') heading.current?.focus();
  }, [progress.is]);
  return (
    <div role="status" className={classes.panel}>
      {progress.is === 'editing' && (
        <p className={classes.quiet}>
          {overtaken
            ? 'Somebody else changed this meanwhile. What you typed is kept; the review shows what it would replace.'
            : 'Nothing is changed before you have seen what.'}
        </p>
      )}
      {progress.is === 'asking' && <p className={classes.quiet}>Comparing …</p>}
      {(progress.is === 'review' || progress.is === 'applying') && (
        <>
          <h2 ref={heading} tabIndex={-1}>
            What changes
          </h2>
          {progress.differences.length === 0 ? (
            <p className={classes.quiet}>Nothing: it is in force as it stands here.</p>
          ) : (
            <DifferenceList differences={progress.differences} />
          )}
          <div className={classes.actions}>
            {progress.differences.length > 0 && (
              <Button onClick={onApply} loading={progress.is === 'applying'}>
                Apply
              </Button>
            )}
            <Button variant="default" onClick={onBack} disabled={progress.is === 'applying'}>
              Edit on
            </Button>
          </div>
        </>
      )}
      {progress.is === 'stale' && (
        <>
          <p>Somebody else changed the settings meanwhile. Nothing of yours was applied, and nothing of it is lost.</p>
          <div className={classes.actions}>
            <Button onClick={onNewest}>Go on with what I typed</Button>
          </div>
        </>
      )}
      {progress.is === 'waiting' && (
        <p>
          Saved, and not in force yet: {progress.why} <Link href={back}>Go on</Link>
        </p>
      )}
      {progress.is === 'refused' && <p className={classes.fault}>{progress.sentence}</p>}
    </div>
  );
}
