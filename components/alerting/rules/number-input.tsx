'use client';
/** One number of a rule, with what is wrong with it beside it. */
import { TextInput } from '@mantine/core';
import { type NumberName, numbers } from './draft';
import type { FieldProps } from './field-props';

export function NumberInput({ name, draft, faults, change }: FieldProps & { name: NumberName }) {
  const { label, whole } = numbers[name];
  return (
    <TextInput
      label={label}
      inputMode={whole ? 'numeric' : 'decimal'}
      value={draft.numbers[name]}
      error={faults[name]}
      maxLength={9}
      autoComplete="off"
      onChange={(e) => change({ numbers: { ...draft.numbers, [name]: e.currentTarget.value } })}
    />
  );
}
