'use client';
/** The keys that other programs come in with. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccessKey, EpochMs } from '#contract';
import { type KnownTeams, teamNames } from '../people/list/model';
import people from '../people/list/people-list.module.css';
import { roleNames } from '../people/role-words';
import { useBasePath } from '../people/viewer-context';
import classes from './access.module.css';
import { AddKey } from './add-key';
import { AccessLife } from './life';
import { lifeSentence, scopesSentence } from './model';
import { Revoke } from './revoke';

const words = { one: 'key', many: 'keys', none: 'No other program may come in.' };

interface Props {
  at: EpochMs;
  keys: readonly AccessKey[];
  known: readonly KnownTeams[];
}

export function KeysView({ at, keys, known }: Props) {
  const [adding, setAdding] = useState(false);
  return (
    <div className={people.page}>
      <div className={people.head}>
        <div>
          <h1>API keys</h1>
          <p className={people.sentence}>{lifeSentence(words, keys, at)}</p>
        </div>
        {!adding && <Button onClick={() => setAdding(true)}>Make a key</Button>}
      </div>
      {adding && <AddKey known={known} onClose={() => setAdding(false)} />}
      {keys.length === 0 && !adding && (
        <p className={people.detail}>
          A key lets another program read, or act, over the API: within a role, for at most a year. What can be asked
          stands under API in these settings.
        </p>
      )}
      {keys.length > 0 && (
        <ul className={people.list} aria-label="Keys">
          {keys.map((key) => (
            <KeyItem key={key.id} of={key} at={at} known={known} />
          ))}
        </ul>
      )}
    </div>
  );
}

function KeyItem({ of, at, known }: { of: AccessKey; at: EpochMs; known: readonly KnownTeams[] }) {
  const url = `${useBasePath()}/api/v1/keys/${of.id}`;
  return (
    <li className={people.item}>
      <div className={classes.item}>
        <div>
          <h2>{of.name}</h2>
          <p>
            {roleNames[of.role]}
            {of.teams !== null && `: ${teamNames(known, of.teams)}`}
          </p>
          <p className={people.detail}>{scopesSentence(of.scopes)}</p>
        </div>
        <div>
          <AccessLife of={of} at={at} />
        </div>
        <Revoke name={of.name} url={url} effect="The program that uses it is shut out at once." />
      </div>
    </li>
  );
}
