'use client';
/** The keyboard: `g` and a letter goes to a page, `?` opens the list of keys and marks. */
import { ActionIcon, CloseButton, Kbd } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import classes from './help.module.css';
import { afterKey, type Waiting } from './keys';
import { pages } from './pages';

export function HelpButton() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = useCallback(() => dialog.current?.showModal(), []);
  useKeys(open);
  return (
    <>
      <ActionIcon
        variant="subtle"
        size={44}
        color="gray"
        aria-label="Keys and marks"
        title="Keys and marks (?)"
        onClick={open}
      >
        <IconKeyboard size={18} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <dialog ref={dialog} className={classes.dialog} aria-labelledby="help-title">
        <form method="dialog" className={classes.head}>
          <h2 id="help-title">Keys and marks</h2>
          <CloseButton type="submit" size={44} aria-label="Close" />
        </form>
        <Help />
      </dialog>
    </>
  );
}

function useKeys(openHelp: () => void): void {
  const router = useRouter();
  const waiting = useRef<Waiting>({ kind: 'nothing' });
  useEffect(() => {
    function onKey(e: KeyboardEvent): void {
      const typing =
        e.target instanceof HTMLElement && e.target.closest('input, textarea, select, [contenteditable]') !== null;
      if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
      const { next, action } = afterKey(waiting.current, e.key, e.timeStamp, pages);
      waiting.current = next;
      if (action === null) return;
      e.preventDefault();
      if (action.kind === 'help') openHelp();
      else router.push(action.href);
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, openHelp]);
}

const marks: readonly { kind: MarkKind; words: string }[] = [
  { kind: 'online', words: 'Online' },
  { kind: 'unstable', words: 'Unstable: an answer is missing' },
  { kind: 'connecting', words: 'Connecting' },
  { kind: 'backoff', words: 'Lost; counts down to the next try' },
  { kind: 'refused', words: 'Refused; will not retry' },
  { kind: 'stopped', words: 'Paused or stopped' },
  { kind: 'unknown', words: 'Unknown: nobody measured' },
];

function Help() {
  return (
    <div className={classes.help}>
      <dl className={classes.list}>
        {pages.map((page) => (
          <div key={page.key} className={classes.row}>
            <dt>
              <Kbd>g</Kbd> <Kbd>{page.key}</Kbd>
            </dt>
            <dd>{page.name}</dd>
          </div>
        ))}
        <div className={classes.row}>
          <dt>
            <Kbd>?</Kbd>
          </dt>
          <dd>This list</dd>
        </div>
      </dl>
      <dl className={classes.list}>
        {marks.map((mark) => (
          <div key={mark.kind} className={classes.row}>
            <dt>
              <PhaseMark kind={mark.kind} size={16} />
            </dt>
            <dd>{mark.words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
