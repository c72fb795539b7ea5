'use client';
/** A choice between ways of which exactly one is meant, and the fields of the chosen one. */
import { Radio } from '@mantine/core';
import type { Field } from './fields';
import classes from './form.module.css';
import { fieldId, useForm } from './form-context';
import type { DrawFields } from './group-view';
import { chosenOf } from './tidy';
import { type Path, pathText, type Tree, valueAt, withValue } from './tree';

interface Props {
  field: Extract<Field, { as: 'one-of' }>;
  path: Path;
  draw: DrawFields;
}

export function OneOfView({ field, path, draw }: Props) {
  const { draft, faults, set, id } = useForm();
  const here = valueAt(draft, path) ?? {};
  const chosen = chosenOf(field.fields, here);
  const place = pathText([...path, field.key]);

  function choose(key: string): void {
    const next = field.fields.find((f) => f.key === key);
    if (next === undefined || next === chosen) return;
    const cleared = field.fields.reduce<Tree>((tree, f) => withValue(tree, [f.key], undefined), here);
    set(path, withValue(cleared, [key], next.as === 'group' ? {} : ''));
  }

  return (
    <div className={classes.wide}>
      <Radio.Group
        id={fieldId(id, place)}
        label={field.label}
        value={chosen?.key ?? ''}
        error={faults[place] ?? null}
        withAsterisk={field.required ?? false}
        onChange={choose}
      >
        <div className={classes.options}>
          {field.fields.map((f) => (
            <Radio key={f.key} value={f.key} label={f.label} />
          ))}
        </div>
      </Radio.Group>
      {chosen !== null && draw([chosen], path)}
    </div>
  );
}
