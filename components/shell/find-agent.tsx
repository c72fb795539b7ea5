'use client';
/** Finds an agent from anywhere: `/` or ⌘K asks for a name, login id or extension and goes to the list of those who fit. */
import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { type FormEvent, useCallback, useRef, useState } from 'react';
import classes from './help.module.css';
import { useKeys } from './use-keys';

export function FindAgent() {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const router = useRouter();
  const open = useCallback(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
    field.current?.select();
  }, []);
  useKeys('find', open);

  function find(e: FormEvent): void {
    e.preventDefault();
    dialog.current?.close();
    router.push(findHref(text, new URLSearchParams(window.location.search)));
    setText('');
  }

  return (
    <>
      <ActionIcon
        variant="subtle"
        size={44}
        color="gray"
        aria-label="Find an agent"
        aria-keyshortcuts="Meta+K Control+K"
        title="Find an agent (/ or ⌘K)"
        onClick={open}
      >
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <dialog ref={dialog} className={classes.dialog} aria-labelledby="find-title">
        <form method="dialog" className={classes.head}>
          <h2 id="find-title">Find an agent</h2>
          <CloseButton type="submit" size={44} aria-label="Close" />
        </form>
        <form onSubmit={find} className={classes.find}>
          <TextInput
            size="md"
            aria-label="Name, login id or extension"
            placeholder="Name, login id or extension"
            value={text}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            ref={field}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <Button type="submit" size="md">
            Find
          </Button>
        </form>
      </dialog>
    </>
  );
}

/** The teams that the page is limited to go along. */
export function findHref(text: string, params: URLSearchParams): string {
  const query = new URLSearchParams();
  if (text.trim() !== '') query.set('q', text.trim());
  const teams = params.get('teams');
  if (teams !== null) query.set('teams', teams);
  const search = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',');
  return search === '' ? '/agents' : `/agents?${search}`;
}
