'use client';
/** The editor of settings that exist once; what the file says of them is shown, and cannot be changed here. */
import type { Configuration } from '#contract';
import type { Field } from '../form/fields';
import { ItemEditor } from '../form/item-editor';
import { shortName } from '../shell/origin';
import classes from '../shell/page.module.css';
import { draftOf, itemOf, meantBy, type SettingPart } from './parts';

interface Props {
  what: string;
  /** Each is the field of the part with its `at`. */
  fields: readonly Field[];
  parts: readonly SettingPart[];
  configuration: Configuration;
  /** This page. */
  here: string;
}

export function PartsEditor({ what, fields, parts, configuration, here }: Props) {
  const isOfFile = ({ key }: SettingPart) => itemOf(configuration, key)?.origin === 'file';
  const fromFile = parts.filter(isOfFile);
  const ours = parts.filter((part) => !isOfFile(part));
  const problems = ours.flatMap(({ key }) => itemOf(configuration, key)?.problem ?? []);
  return (
    <>
      {fromFile.map((part) => (
        <section key={part.key} className={classes.card} aria-label={part.key}>
          <p>
            <span className={classes.mark}>read-only</span> <code>{part.key}</code> stands in{' '}
            <code>{shortName(configuration.file)}</code>, where alone it can be changed.
          </p>
          <pre className={classes.code}>{JSON.stringify(itemOf(configuration, part.key)?.body, shown, 2)}</pre>
        </section>
      ))}
      {problems.map((problem) => (
        <p key={problem} className={classes.fault}>
          Not in force: {problem}.
        </p>
      ))}
      {ours.length > 0 && (
        <ItemEditor
          key={configuration.revision}
          what={what}
          fields={fields.filter((f) => ours.some((part) => part.at === f.key))}
          item={null}
          start={draftOf(configuration, ours)}
          revision={configuration.revision}
          file={configuration.file}
          back={here}
          leave="/settings"
          meant={(body) => meantBy(configuration, ours, body)}
        />
      )}
    </>
  );
}

/** A secret of the file is told, not shown. */
function shown(_: string, value: unknown): unknown {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'secret') === 'kept' ? '(set)' : value;
}
