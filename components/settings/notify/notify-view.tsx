'use client';
/** What concerns every notice. */
import Link from 'next/link';
import type { Configuration } from '#contract';
import { PartsEditor } from '../parts/parts-editor';
import classes from '../shell/page.module.css';
import { notifyFields, notifyParts } from './fields';

export function NotifySettings({ configuration }: { configuration: Configuration }) {
  return (
    <>
      <h1>Notices</h1>
      <p className={classes.sentence}>
        What holds for every message. By which ways people are told is under{' '}
        <Link href="/settings/channels">Channels</Link>, of what under <Link href="/alerting/rules">Rules</Link>.
      </p>
      <PartsEditor
        what="Notices"
        fields={notifyFields}
        parts={notifyParts}
        configuration={configuration}
        here="/settings/notify"
      />
    </>
  );
}
