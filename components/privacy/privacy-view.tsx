'use client';
/** What of people is kept: in force now, as a form, and as a sheet to take along. */
import Link from 'next/link';
import type { Configuration, RunningPrivacy } from '#contract';
import { PartsEditor } from '../settings/parts/parts-editor';
import page from '../settings/shell/page.module.css';
import { privacyFields, privacyParts } from './fields';
import { inForce } from './in-force';
import classes from './privacy.module.css';

interface Props {
  configuration: Configuration;
  running: RunningPrivacy;
  basePath: string;
}

export function PrivacyView({ configuration, running, basePath }: Props) {
  return (
    <>
      <h1>Privacy</h1>
      <p className={page.sentence}>
        What is stored of the people who are watched. How long is under{' '}
        <Link href="/settings/retention">Retention</Link>.
      </p>
      <section className={page.card} aria-labelledby="in-force">
        <h2 id="in-force">In force now</h2>
        <dl className={classes.facts}>
          {inForce(running).map(({ what, is }) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{is}</dd>
            </div>
          ))}
        </dl>
        <p className={page.actions}>
          <Link href="/settings/privacy/sheet">Sheet for a works council</Link>
          <a href={`${basePath}/api/v1/privacy/sheet.md`} download>
            The same as Markdown
          </a>
        </p>
      </section>
      <PartsEditor
        what="Privacy"
        fields={privacyFields}
        parts={privacyParts}
        configuration={configuration}
        here="/settings/privacy"
      />
      <section className={page.card} aria-labelledby="forget">
        <h2 id="forget">Forget a person</h2>
        <p className={page.sentence}>
          Whoever leaves the directory is forgotten as the times above say. To forget somebody at once, stop Holdfast
          and run <code>npm run forget -- LOGINID</code>: it takes them out of history, notes and the audit log, and
          says in numbers what changed.
        </p>
      </section>
    </>
  );
}
