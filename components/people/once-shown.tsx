'use client';
/** Something that is shown once, and can be copied. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './once-shown.module.css';

export function OnceShown({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  async function copy(): Promise<void> {
    // Only where the page came over TLS or from this machine; elsewhere it is marked and copied by hand.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const done =
      clipboard === undefined
        ? false
        : await clipboard.writeText(text).then(
            () => true,
            () => false,
          );
    setCopied(done ? 'yes' : 'refused');
  }
  return (
    <div className={classes.once}>
      <section className={classes.text} aria-label={label}>
        {text}
      </section>
      <Button variant="default" size="sm" onClick={() => void copy()}>
        {copied === 'yes' ? 'Copied' : 'Copy'}
      </Button>
      <p role="status" className={classes.said}>
        {copied === 'refused' ? 'This browser does not let it be copied: mark it and copy it by hand.' : ''}
      </p>
    </div>
  );
}
