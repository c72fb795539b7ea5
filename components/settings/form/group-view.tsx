'use client';
/** Fields that belong together, with a switch where the group may be missing; and lists of them. */
import { Button, Checkbox } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Field, GroupField, ListField } from './fields';
import classes from './form.module.css';
import { useField } from './form-context';
import { branchOf, listOf, type Path, textOf } from './tree';

/** How fields at a path are drawn: they may hold groups again. */
export type DrawFields = (fields: readonly Field[], path: Path) => ReactNode;

export function GroupView({ field, path, draw }: { field: GroupField; path: Path; draw: DrawFields }) {
  const { value, set } = useField(path);
  const isThere = field.optional === undefined || value !== undefined;
  return (
    <fieldset className={classes.group}>
      <legend>{field.label}</legend>
      {field.help !== undefined && <p className={classes.help}>{field.help}</p>}
      {field.optional !== undefined && (
        <Checkbox
          label={field.optional}
          checked={isThere}
          onChange={(e) => set(e.currentTarget.checked ? {} : undefined)}
        />
      )}
      <PartFault path={path} />
      {isThere && draw(field.fields, path)}
    </fieldset>
  );
}

export function ListView({ field, path, draw }: { field: ListField; path: Path; draw: DrawFields }) {
  const { value, set } = useField(path);
  const items = listOf(value);
  // One that is taken out takes its place with it: the others are drawn anew.
  const [drawn, setDrawn] = useState(0);
  return (
    <fieldset className={classes.group}>
      <legend>{field.label}</legend>
      {field.help !== undefined && <p className={classes.help}>{field.help}</p>}
      <PartFault path={path} />
      {items.map((item, n) => {
        const named = textOf(branchOf(item).name ?? branchOf(item)[field.fields[0]?.key ?? '']);
        const word = named === '' ? `${field.one} ${n + 1}` : named;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place in the list is what the path of a field says
          <fieldset key={`${drawn}-${n}`} className={classes.item}>
            <legend>{word}</legend>
            {draw(field.fields, [...path, n])}
            {items.length > field.atLeast && (
              <p className={classes.folded}>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  onClick={() => {
                    setDrawn((d) => d + 1);
                    set(items.filter((_, i) => i !== n));
                  }}
                >
                  Take out {word}
                </Button>
              </p>
            )}
          </fieldset>
        );
      })}
      <p className={classes.folded}>
        <Button size="compact-sm" variant="default" onClick={() => set([...items, field.blank])}>
          Add a {field.one}
        </Button>
      </p>
    </fieldset>
  );
}

/** What is wrong with a whole group or list. */
function PartFault({ path }: { path: Path }) {
  const { fault, id } = useField(path);
  if (fault === undefined) return null;
  return (
    <p id={id} tabIndex={-1} className={classes.fault}>
      {fault}
    </p>
  );
}
