'use client';
/** Text of a program, to be copied. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import classes from './api-docs.module.css';

export function CodeBlock({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    // Only where the page came over TLS or from this machine.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (clipboard === undefined) return;
    await clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  }
  return (
    <figure className={classes.code}>
      <figcaption className={classes.codeHead}>
        <span>{label}</span>
        <Button variant="subtle" size="compact-sm" onClick={() => void copy()} aria-label={`Copy ${label}`}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section tabIndex={0} aria-label={label} className={classes.scroll}>
        <pre>
          <code>{text}</code>
        </pre>
      </section>
    </figure>
  );
}
