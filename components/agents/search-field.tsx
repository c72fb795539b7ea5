'use client';
/** Search by name, login id or extension: typed here, asked a moment later. */
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { browserTime } from '../live/browser-time';
import classes from './toolbar.module.css';

const PAUSE_MS = 120;

interface Props {
  value: string;
  field: RefObject<HTMLInputElement | null>;
  onChange: (text: string) => void;
  /** Escape in an empty field, or down to the rows. */
  onLeave: () => void;
}

export function SearchField({ value, field, onChange, onLeave }: Props) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  // The address changed by other means than this field.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    return browserTime.after(PAUSE_MS, () => {
      sent.current = text;
      onChange(text);
    });
  }, [text, onChange]);
  return (
    <TextInput
      ref={field}
      className={classes.search}
      type="search"
      aria-label="Find an agent by name, login id or extension"
      aria-keyshortcuts="/"
      placeholder="Name, login id or extension"
      leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
      value={text}
      maxLength={200}
      autoComplete="off"
      spellCheck={false}
      onChange={(e) => setText(e.currentTarget.value)}
      onKeyDown={(e) => {
        const leaves = e.key === 'ArrowDown' || e.key === 'Enter' || (e.key === 'Escape' && text === '');
        if (e.key === 'Escape' && text !== '') setText('');
        if (!leaves && e.key !== 'Escape') return;
        e.preventDefault();
        e.stopPropagation();
        if (leaves) onLeave();
      }}
    />
  );
}
