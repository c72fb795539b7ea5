'use client';
/** Names with values, such as headers; a value that opens something is kept like a password. */
import { Button, TextInput } from '@mantine/core';
import type { Field } from './fields';
import classes from './form.module.css';
import { useField, useForm } from './form-context';
import { faultUnder } from './refusals';
import { pairsOf } from './tidy';
import { branchOf, isKept, isNew, type Path, pathText, type Tree, textOf } from './tree';

export function PairsField({ field, path }: { field: Extract<Field, { as: 'pairs' }>; path: Path }) {
  const { faults } = useForm();
  const { value, id, set } = useField(path);
  const pairs = pairsOf(value);
  const put = (n: number, pair: readonly [string, Tree] | null) =>
    set(pairs.flatMap((one, i) => (i !== n ? [[...one]] : pair === null ? [] : [[...pair]])));
  const fault = faultUnder(faults, pathText(path));
  return (
    <fieldset className={classes.group}>
      <legend>{field.label}</legend>
      {pairs.map(([name, of], n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place is all that stays while a name is typed
        <div key={n} className={classes.pair}>
          <TextInput
            aria-label={`${field.label}: name ${n + 1}`}
            placeholder="Name"
            value={name}
            maxLength={100}
            onChange={(e) => put(n, [e.currentTarget.value, of])}
          />
          <TextInput
            aria-label={`${field.label}: value ${n + 1}`}
            placeholder={isKept(of) ? 'Set, and never shown' : 'Value'}
            value={isNew(of) ? textOf(branchOf(of).text) : textOf(of)}
            maxLength={4_000}
            onChange={(e) =>
              put(n, [name, secretName.test(name) ? newSecret(e.currentTarget.value) : e.currentTarget.value])
            }
          />
          <Button variant="subtle" size="sm" aria-label={`Take out ${name}`} onClick={() => put(n, null)}>
            Take out
          </Button>
        </div>
      ))}
      <p id={id} tabIndex={-1} className={classes.fault}>
        {fault}
      </p>
      <p className={classes.folded}>
        <Button size="compact-sm" variant="default" onClick={() => set([...pairs.map((pair) => [...pair]), ['', '']])}>
          Add a header
        </Button>
      </p>
    </fieldset>
  );
}

/** As in the file: values of these are secrets. */
const secretName = /auth|cookie|key|secret|token/i;
const newSecret = (text: string): Tree => ({ secret: 'new', text });
