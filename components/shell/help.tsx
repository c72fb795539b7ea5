'use client';
/** The keyboard: `g` and a letter goes to a page, `?` opens the list of keys and marks. */
import { ActionIcon, CloseButton, Kbd } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { type RefObject, useCallback } from 'react';
import { healthKinds } from '#contract';
import { HealthMark } from '../health/mark';
import { healthWord } from '../health/words';
import { useViewer } from '../people/viewer-context';
import { type MarkKind, PhaseMark } from '../session/phase-mark';
import classes from './help.module.css';
import { pagesOf } from './pages';
import { useKeys } from './use-keys';

/** @param dialog opened by the key and by whatever else holds it */
export function HelpDialog({ dialog }: { dialog: RefObject<HTMLDialogElement | null> }) {
  const open = useCallback(() => dialog.current?.showModal(), [dialog]);
  useKeys('help', open);
  return (
    <dialog ref={dialog} className={classes.dialog} aria-labelledby="help-title">
      <form method="dialog" className={classes.head}>
        <h2 id="help-title">Keys and marks</h2>
        <CloseButton type="submit" size={44} aria-label="Close" />
      </form>
      <Help />
    </dialog>
  );
}

export function HelpButton({ onOpen }: { onOpen(): void }) {
  return (
    <ActionIcon
      variant="subtle"
      size={44}
      color="gray"
      aria-label="Keys and marks"
      title="Keys and marks (?)"
      onClick={onOpen}
    >
      <IconKeyboard size={18} stroke={1.6} aria-hidden="true" />
    </ActionIcon>
  );
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
  const pages = pagesOf(useViewer());
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
            <Kbd>/</Kbd> <Kbd>⌘K</Kbd>
          </dt>
          <dd>Find an agent (Ctrl+K as well)</dd>
        </div>
        <div className={classes.row}>
          <dt>
            <Kbd>j</Kbd> <Kbd>k</Kbd>
          </dt>
          <dd>Down and up in the list of agents</dd>
        </div>
        <div className={classes.row}>
          <dt>
            <Kbd>+</Kbd> <Kbd>−</Kbd> <Kbd>←</Kbd> <Kbd>→</Kbd> <Kbd>0</Kbd>
          </dt>
          <dd>In charts of history: nearer, further, earlier, later, back to the range</dd>
        </div>
        <div className={classes.row}>
          <dt>
            <Kbd>?</Kbd>
          </dt>
          <dd>This list</dd>
        </div>
      </dl>
      <h3 className={classes.title}>Agents</h3>
      <dl className={classes.list}>
        {healthKinds.map((kind) => (
          <div key={kind} className={classes.row}>
            <dt>
              <HealthMark kind={kind} size={16} />
            </dt>
            <dd>{healthWord(kind)}</dd>
          </div>
        ))}
      </dl>
      <h3 className={classes.title}>Sessions of Holdfast</h3>
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
