'use client';
/** The fields that hold one value. */
import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { Field } from './fields';
import classes from './form.module.css';
import { useField, useForm } from './form-context';
import { faultUnder } from './refusals';
import { ORDER, SecretInput } from './secret-input';
import { linesOf } from './tidy';
import { isSecret, listOf, type Path, pathText, type Tree, textOf } from './tree';
import { watchText } from './watch-text';

type Of<K extends Field['as']> = K extends K ? Extract<Field, { as: K }> : never;
interface Props<K extends Field['as']> {
  field: Of<K>;
  path: Path;
}

export function TextField({ field, path }: Props<'text'>) {
  const { value, fault, id, set } = useField(path);
  // An address that the server keeps like a password.
  if (isSecret(value)) return <SecretInput field={field} path={path} />;
  return (
    <TextInput
      id={id}
      label={field.label}
      description={field.help}
      inputWrapperOrder={ORDER}
      placeholder={field.placeholder}
      value={textOf(value)}
      error={fault}
      maxLength={field.max ?? 2_000}
      withAsterisk={field.required ?? false}
      autoComplete="off"
      spellCheck={false}
      onChange={(e) => set(e.currentTarget.value)}
    />
  );
}

export function NumberField({ field, path }: Props<'number'>) {
  const { value, fault, id, set } = useField(path);
  return (
    <TextInput
      id={id}
      label={field.unit === '' ? field.label : `${field.label}, ${field.unit}`}
      description={field.help}
      inputWrapperOrder={ORDER}
      placeholder={field.usual === null ? undefined : String(field.usual)}
      inputMode="numeric"
      value={textOf(value)}
      error={fault}
      maxLength={15}
      withAsterisk={field.required ?? false}
      autoComplete="off"
      onChange={(e) => set(e.currentTarget.value)}
    />
  );
}

export function ChoiceField({ field, path }: Props<'choice'>) {
  const { value, fault, id, set } = useField(path);
  const usual = field.usual ?? '';
  return (
    <NativeSelect
      id={id}
      label={field.label}
      description={field.help}
      inputWrapperOrder={ORDER}
      value={value === undefined ? usual : textOf(value)}
      error={fault}
      data={field.options.map((o) => ({ value: String(o.value), label: o.label }))}
      onChange={(e) => {
        const chosen = field.options.find((o) => String(o.value) === e.currentTarget.value);
        set(chosen === undefined || chosen.value === '' ? undefined : chosen.value);
      }}
    />
  );
}

export function SwitchField({ field, path }: Props<'switch'>) {
  const { value, fault, id, set } = useField(path);
  return (
    <Checkbox
      id={id}
      label={field.label}
      description={field.help}
      error={fault}
      checked={typeof value === 'boolean' ? value : field.usual}
      onChange={(e) => set(e.currentTarget.checked === field.usual ? undefined : e.currentTarget.checked)}
    />
  );
}

export function SomeField({ field, path }: Props<'some'>) {
  const { value, fault, id, set } = useField(path);
  const chosen = listOf(value).map(textOf);
  return (
    <Checkbox.Group
      id={id}
      label={field.label}
      description={field.help}
      inputWrapperOrder={ORDER}
      error={fault ?? null}
      value={chosen}
      withAsterisk={field.required ?? false}
      onChange={(next) => set(field.options.map((o) => o.value).filter((v) => next.includes(String(v))))}
    >
      <div className={classes.options}>
        {field.options.map((o) => (
          <Checkbox key={o.value} value={String(o.value)} label={o.label} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

/** A box of text, for what takes several lines. */
export function TextBox({ field, path }: Props<'lines' | 'watch' | 'json'>) {
  const { faults } = useForm();
  const { value, id, set } = useField(path);
  return (
    <Textarea
      id={id}
      label={field.label}
      description={field.help}
      inputWrapperOrder={ORDER}
      value={boxText(field, value)}
      error={faultUnder(faults, pathText(path))}
      withAsterisk={field.as === 'lines' && (field.required ?? false)}
      autosize
      minRows={2}
      maxRows={field.as === 'watch' ? 16 : 8}
      autoComplete="off"
      spellCheck={false}
      onChange={(e) => set(e.currentTarget.value)}
    />
  );
}

function boxText(field: Of<'lines' | 'watch' | 'json'>, value: Tree | undefined): string {
  if (typeof value === 'string' || value === undefined) return value ?? '';
  if (field.as === 'json') return JSON.stringify(value, null, 2);
  return field.as === 'watch' ? watchText(value) : linesOf(value).map(textOf).join('\n');
}
