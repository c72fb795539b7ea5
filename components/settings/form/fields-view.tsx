'use client';
/** The fields of a form, drawn from their description; what is seldom needed is folded away. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Field } from './fields';
import classes from './form.module.css';
import { useForm } from './form-context';
import { type DrawFields, GroupView, ListView } from './group-view';
import { OneOfView } from './one-of-view';
import { PairsField } from './pairs-field';
import { ChoiceField, NumberField, SomeField, SwitchField, TextBox, TextField } from './scalar-fields';
import { SecretInput } from './secret-input';
import { type Path, pathText, valueAt } from './tree';

export function FieldsView({ fields, path }: { fields: readonly Field[]; path: Path }) {
  const { draft, faults } = useForm();
  const rare = fields.filter((f) => f.rare);
  const isUsed = (f: Field) => {
    const place = [...path, f.key];
    const text = pathText(place);
    const faulty = Object.keys(faults).some((p) => p === text || p.startsWith(`${text}.`) || p.startsWith(`${text}[`));
    return faulty || valueAt(draft, place) !== undefined;
  };
  // What is in use stays in sight, also when it is emptied.
  const [open, setOpen] = useState(() => rare.filter(isUsed).map((f) => f.key));
  const shown = fields.filter((f) => !f.rare || open.includes(f.key) || isUsed(f));
  const folded = fields.filter((f) => !shown.includes(f));
  return (
    <div className={classes.fields}>
      {shown.map((field) => (
        <FieldView key={field.key} field={field} path={path} />
      ))}
      {folded.length > 0 && (
        <p className={classes.folded}>
          <span>More:</span>
          {folded.map((f) => (
            <Button key={f.key} size="compact-sm" variant="subtle" onClick={() => setOpen((all) => [...all, f.key])}>
              {f.label}
            </Button>
          ))}
        </p>
      )}
    </div>
  );
}

const draw: DrawFields = (fields, path) => <FieldsView key={fields[0]?.key} fields={fields} path={path} />;

function FieldView({ field, path: outer }: { field: Field; path: Path }) {
  const path = [...outer, field.key];
  switch (field.as) {
    case 'text':
      return <TextField field={field} path={path} />;
    case 'secret':
      return <SecretInput field={field} path={path} />;
    case 'number':
      return <NumberField field={field} path={path} />;
    case 'choice':
      return <ChoiceField field={field} path={path} />;
    case 'switch':
      return <SwitchField field={field} path={path} />;
    case 'some':
      return <SomeField field={field} path={path} />;
    case 'lines':
    case 'watch':
    case 'json':
      return <TextBox field={field} path={path} />;
    case 'pairs':
      return <PairsField field={field} path={path} />;
    case 'group':
      return <GroupView field={field} path={path} draw={draw} />;
    case 'list':
      return <ListView field={field} path={path} draw={draw} />;
    case 'one-of':
      return <OneOfView key={field.key} field={field} path={outer} draw={draw} />;
  }
}
