'use client';
/** Everything that is wrong in a form, each leading to its field. */
import { useEffect, useRef } from 'react';
import classes from './editor.module.css';
import type { Field } from './fields';
import { fieldId } from './form-context';
import { placeWords } from './place-words';
import type { Faults } from './tidy';

interface Props {
  form: string;
  faults: Faults;
  fields: readonly Field[];
}

export function FaultSummary({ form, faults, fields }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const all = Object.entries(faults);
  const isThere = all.length > 0;
  useEffect(() => {
    if (isThere) box.current?.focus();
  }, [isThere]);
  if (!isThere) return null;
  return (
    <div ref={box} tabIndex={-1} role="alert" className={classes.summary}>
      <p>{all.length === 1 ? 'One thing is missing or wrong:' : `${all.length} things are missing or wrong:`}</p>
      <ul>
        {all.map(([path, message]) => (
          <li key={path}>
            <a
              href={`#${fieldId(form, path)}`}
              onClick={(e) => {
                const field = document.getElementById(fieldId(form, path));
                if (field === null) return;
                e.preventDefault();
                field.focus();
                field.scrollIntoView({ block: 'center' });
              }}
            >
              {placeWords(fields, path)}
            </a>
            : {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
