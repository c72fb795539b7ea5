'use client';
/** A secret: it can be set and replaced, and is never shown. */
import { Button, Input, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import classes from './form.module.css';
import { useField } from './form-context';
import { branchOf, isKept, isNew, type Path, textOf } from './tree';

interface Props {
  field: { label: string; help?: string; required?: true };
  path: Path;
}

/** Help stands under its field, so that fields beside each other are of one height. */
export const ORDER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];

export function SecretInput({ field, path }: Props) {
  const { value, fault, id, set } = useField(path);
  const [wasSet] = useState(isKept(value));
  if (isKept(value))
    return (
      <Input.Wrapper
        label={field.label}
        description={field.help}
        error={fault}
        labelElement="div"
        inputWrapperOrder={ORDER}
      >
        <div className={classes.secret}>
          <span className={classes.set}>Set, and never shown</span>
          <Button
            id={id}
            size="xs"
            variant="default"
            aria-label={`Replace: ${field.label}`}
            onClick={() => set({ secret: 'new', text: '' })}
          >
            Replace
          </Button>
        </div>
      </Input.Wrapper>
    );
  return (
    <div>
      <PasswordInput
        id={id}
        label={wasSet ? `${field.label}, the new one` : field.label}
        description={field.help}
        inputWrapperOrder={ORDER}
        value={isNew(value) ? textOf(branchOf(value).text) : textOf(value)}
        error={fault}
        maxLength={4_096}
        withAsterisk={field.required ?? false}
        autoComplete="new-password"
        autoFocus={wasSet}
        onChange={(e) => {
          const text = e.currentTarget.value;
          set(text === '' && !wasSet ? undefined : { secret: 'new', text });
        }}
      />
      {wasSet && (
        <Button size="compact-xs" variant="subtle" mt={4} onClick={() => set({ secret: 'kept' })}>
          Keep the one that is set
        </Button>
      )}
    </div>
  );
}
