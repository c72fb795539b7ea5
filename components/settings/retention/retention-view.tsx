'use client';
/** How long what is kept. */
import Link from 'next/link';
import type { Configuration } from '#contract';
import { PartsEditor } from '../parts/parts-editor';
import classes from '../shell/page.module.css';
import { retentionFields, retentionParts } from './fields';

export function RetentionSettings({ configuration }: { configuration: Configuration }) {
  return (
    <>
      <h1>Retention</h1>
      <p className={classes.sentence}>
        How long history is kept, and in which detail. An empty field keeps what is usual. What is stored of people is
        under <Link href="/settings/privacy">Privacy</Link>.
      </p>
      <PartsEditor
        what="Retention"
        fields={retentionFields}
        parts={retentionParts}
        configuration={configuration}
        here="/settings/retention"
      />
    </>
  );
}
