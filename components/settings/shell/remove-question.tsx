'use client';
/** Takes something out after asking, and says what is lost by it. */
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ItemRef } from '#contract';
import { useBasePath } from '../../people/viewer-context';
import { sendChange } from '../form/change';
import classes from './page.module.css';

interface Props {
  thing: ItemRef;
  name: string;
  revision: number;
  /** What follows. */
  children: ReactNode;
  onDone(): void;
  onCancel(): void;
}

/** What is asked, in the place of the buttons. */
export function RemoveQuestion({ thing, name, revision, children, onDone, onCancel }: Props) {
  const router = useRouter();
  const basePath = useBasePath();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const question = useRef<HTMLDivElement>(null);
  useEffect(() => question.current?.focus(), []);

  async function remove(): Promise<void> {
    setBusy(true);
    const answer = await sendChange(basePath, { revision, remove: [{ kind: thing.kind, key: thing.key }] });
    setBusy(false);
    switch (answer.is) {
      case 'done':
        onDone();
        return router.refresh();
      case 'stale':
        setSaid('Somebody else changed the settings meanwhile; look again, then remove it.');
        return router.refresh();
      case 'refused':
        return setSaid(answer.sentence);
      case 'silent':
        return setSaid('Holdfast does not answer. Nothing was changed.');
    }
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a question in its place, not a set of fields
    <div ref={question} tabIndex={-1} className={classes.ask} role="group" aria-label={`Remove ${name}`}>
      <p>
        <b>Remove {name}?</b> {children}
      </p>
      <div className={classes.actions}>
        <Button size="sm" loading={busy} onClick={() => void remove()}>
          Remove {name}
        </Button>
        <Button variant="default" size="sm" onClick={onCancel} disabled={busy}>
          Keep it
        </Button>
      </div>
      <p role="status" className={classes.fault}>
        {said}
      </p>
    </div>
  );
}
