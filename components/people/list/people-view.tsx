'use client';
/** The people of Holdfast: who may sign in, in which role, for which teams. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EpochMs, InvitationView, PersonView } from '#contract';
import { useViewer } from '../viewer-context';
import { AddPerson } from './add-person';
import { Invitations } from './invitations';
import { type KnownTeams, peopleSentence } from './model';
import classes from './people-list.module.css';
import { PersonItem } from './person-item';

export interface PeopleSnapshot {
  at: EpochMs;
  people: readonly PersonView[];
  invitations: readonly InvitationView[];
  known: readonly KnownTeams[];
  /** Whether Holdfast can send mail. */
  mail: boolean;
  leastLength: number;
}

export function PeopleView({ at, people, invitations, known, mail, leastLength }: PeopleSnapshot) {
  const me = useViewer();
  const [adding, setAdding] = useState(false);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <h1>People</h1>
          <p className={classes.sentence}>{peopleSentence(people)}</p>
        </div>
        {!adding && <Button onClick={() => setAdding(true)}>Add somebody</Button>}
      </div>
      {adding && <AddPerson {...{ known, mail, leastLength }} onClose={() => setAdding(false)} />}
      <h2 className="hf-hidden">Who may sign in</h2>
      <ul className={classes.list} aria-label="People">
        {people.map((person) => (
          <PersonItem key={person.id} person={person} isMe={person.id === me.id} known={known} at={at} />
        ))}
      </ul>
      <Invitations invitations={invitations} known={known} at={at} />
      {!mail && (
        <p className={classes.detail}>
          Mail is not set up: links are handed on by you, and whoever forgets a password asks an administrator. Holdfast
          sends mail by the first e-mail channel, once it knows the public address where people reach it.
        </p>
      )}
    </div>
  );
}
