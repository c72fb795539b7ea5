'use client';
/** A question that stands before the page: the browser's own dialog, with its focus and its Escape. */
import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import classes from './dialog.module.css';

interface Props {
  title: string;
  opened: boolean;
  onClose(): void;
  children: ReactNode;
}

export function Dialog({ title, opened, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const { current } = dialog;
    if (current === null || current.open === opened) return;
    if (opened) current.showModal();
    else current.close();
  }, [opened]);
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby={id} onClose={onClose}>
      <form method="dialog" className={classes.head}>
        <h2 id={id}>{title}</h2>
        <CloseButton type="submit" size={44} aria-label="Close" />
      </form>
      {opened && children}
    </dialog>
  );
}
