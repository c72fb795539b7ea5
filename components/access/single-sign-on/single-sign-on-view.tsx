'use client';
/** How people sign in besides with a password. */
import type { Configuration } from '#contract';
import { useBasePath } from '../../people/viewer-context';
import { PartsEditor } from '../../settings/parts/parts-editor';
import classes from '../../settings/shell/page.module.css';
import { signInFields, signInParts } from './fields';

export function SingleSignOnSettings({ configuration }: { configuration: Configuration }) {
  const path = `${useBasePath()}/api/v1/session/oidc/callback`;
  return (
    <>
      <h1>Single sign-on</h1>
      <p className={classes.sentence}>
        Register Holdfast with the provider as a web application that is sent back to <code>{path}</code> of the address
        where people reach it. Role and teams are those of the last sign-in.
      </p>
      <PartsEditor
        what="Single sign-on"
        fields={signInFields}
        parts={signInParts}
        configuration={configuration}
        here="/settings/single-sign-on"
      />
    </>
  );
}
