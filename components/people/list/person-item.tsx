'use client';
/** One person: who, what they may, how they come in; and a form to change it. */
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import type { EpochMs, PersonView } from '#contract';
import { PhaseMark } from '../../session/phase-mark';
import { roleNames } from '../role-words';
import { When } from '../when';
import { type KnownTeams, teamNames } from './model';
import classes from './people-list.module.css';
import { PersonEditor } from './person-editor';

interface Props {
  person: PersonView;
  isMe: boolean;
  known: readonly KnownTeams[];
  at: EpochMs;
}

export function PersonItem({ person, isMe, known, at }: Props) {
  const [open, setOpen] = useState(false);
  const editor = useId();
  const { name, email, role, teams, disabled } = person;
  return (
    <li className={classes.item} data-disabled={disabled || undefined}>
      <div className={classes.person}>
        <div>
          <h3>
            {name}
            {isMe && <span className={classes.tag}>you</span>}
          </h3>
          <p className={classes.detail}>{email}</p>
        </div>
        <div>
          <p>{roleNames[role]}</p>
          <p className={classes.detail}>{teamNames(known, teams)}</p>
        </div>
        <div>
          <Standing person={person} at={at} />
        </div>
        <Button
          variant="default"
          size="sm"
          aria-expanded={open}
          aria-controls={editor}
          aria-label={`${open ? 'Close' : 'Change'} ${name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Close' : 'Change'}
        </Button>
      </div>
      <div id={editor}>{open && <PersonEditor person={person} known={known} onClose={() => setOpen(false)} />}</div>
    </li>
  );
}

const waysInWords = { password: 'password', 'single-sign-on': 'single sign-on' } as const;

function Standing({
  person: { disabled, secondFactor, waysIn, lastSignInAt },
  at,
}: {
  person: PersonView;
  at: EpochMs;
}) {
  const ways = waysIn.map((way) => waysInWords[way]).join(' or ') || 'no way in yet';
  return (
    <>
      {disabled && (
        <p className={classes.state}>
          <PhaseMark kind="stopped" /> Disabled
        </p>
      )}
      <p className={classes.detail}>
        {lastSignInAt === null ? 'Never signed in' : 'Last signed in '}
        {lastSignInAt !== null && <When at={lastSignInAt} now={at} />}
      </p>
      <p className={classes.detail}>
        By {ways}
        {secondFactor ? ', with a second factor' : ''}
      </p>
    </>
  );
}
