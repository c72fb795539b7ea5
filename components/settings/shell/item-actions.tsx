'use client';
/** What can be done with something that is set up: look or edit, clone, and remove it after a question. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import type { ConfigItem } from '#contract';
import classes from './page.module.css';
import { RemoveQuestion } from './remove-question';

interface Props {
  item: ConfigItem;
  name: string;
  revision: number;
  /** Of the editor: the item's key follows. */
  editAt: string;
  cloneAt: string;
  /** Between clone and remove. */
  more?: ReactNode;
  /** What follows from removing it. */
  children: ReactNode;
}

export function ItemActions({ item, name, revision, editAt, cloneAt, more, children }: Props) {
  const [asking, setAsking] = useState(false);
  const key = encodeURIComponent(item.key);
  const isOurs = item.origin === 'pages';
  return (
    <>
      <div className={classes.actions}>
        <Button component={Link} href={`${editAt}${key}`} size="xs" variant="default">
          {isOurs ? 'Edit' : 'Look'}
          <span className="hf-hidden">
            {isOurs ? ' ' : ' at '}
            {name}
          </span>
        </Button>
        <Button component={Link} href={`${cloneAt}${key}`} size="xs" variant="default">
          Clone<span className="hf-hidden"> {name}</span>
        </Button>
        {more}
        {isOurs && (
          <Button size="xs" variant="default" aria-label={`Remove ${name}`} onClick={() => setAsking(true)}>
            Remove
          </Button>
        )}
      </div>
      {asking && (
        <RemoveQuestion
          thing={item}
          name={name}
          revision={revision}
          onDone={() => setAsking(false)}
          onCancel={() => setAsking(false)}
        >
          {children}
        </RemoveQuestion>
      )}
    </>
  );
}
