'use client';
/** The whole configuration as one file: to take away, and to take over. */
import { Button } from '@mantine/core';
import type { Configuration } from '#contract';
import { plural } from '../../format/units';
import { useBasePath } from '../../people/viewer-context';
import { shortName } from '../shell/origin';
import classes from '../shell/page.module.css';
import { ImportForm } from './import-form';

export function FileSettings({ configuration }: { configuration: Configuration }) {
  const basePath = useBasePath();
  const { items, file } = configuration;
  const own = items.filter((item) => item.origin === 'pages').length;
  return (
    <>
      <h1>Configuration file</h1>
      <section className={classes.card} aria-labelledby="take-away">
        <h2 id="take-away">Take it away</h2>
        <p className={classes.sentence}>
          {file === null
            ? 'Everything was set up here'
            : `${plural(items.length - own, 'part')} from ${shortName(file)}, ${plural(own, 'part')} set up here`}
          . The file holds all of it in the form of <code>holdfast.yaml</code>. In the place of each secret stands a
          name such as <code>{`\${LAB_PASSWORD}`}</code>, which another Holdfast asks for when it takes the file over.
        </p>
        <div className={classes.actions}>
          <Button component="a" href={`${basePath}/api/v1/configuration/export`} download="holdfast.yaml">
            Download holdfast.yaml
          </Button>
        </div>
      </section>
      <ImportForm revision={configuration.revision} />
    </>
  );
}
