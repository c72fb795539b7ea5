'use client';
/** What is done to an account at once: a new password, out everywhere, without second factor, disabled, removed. */
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { type OneTimeLink, oneTimeLink, type PersonView } from '#contract';
import { Said } from '../account/said';
import { askJson, postJson } from '../post';
import { useSending } from '../use-sending';
import { LinkPanel } from './link-panel';
import classes from './people-list.module.css';

interface Action {
  words: string;
  /** What is asked before it is done. */
  question: string;
  path: string;
  method: 'PATCH' | 'DELETE';
  body: object;
  done: string;
}

export function PersonActions({ person, url }: { person: PersonView; url: string }) {
  const router = useRouter();
  const { busy, wrong, send, post } = useSending();
  const [asked, setAsked] = useState<Action | null>(null);
  const [well, setWell] = useState('');
  const [link, setLink] = useState<OneTimeLink | null>(null);

  function run({ path, method, body, done }: Action): void {
    setAsked(null);
    setWell('');
    void post(
      () => postJson(`${url}${path}`, body, method),
      () => {
        setWell(done);
        return void router.refresh();
      },
    );
  }
  const offer = () =>
    void send(
      () => askJson(`${url}/reset`, {}, oneTimeLink),
      (made) => void setLink(made),
    );

  if (link !== null)
    return <LinkPanel link={link} email={person.email} purpose="choose a new password" onDone={() => setLink(null)} />;
  if (asked !== null)
    return (
      <div className={classes.panel}>
        <p>{asked.question}</p>
        <div className={classes.row}>
          <Button size="sm" onClick={() => run(asked)}>
            {asked.words}
          </Button>
          <Button size="sm" variant="default" autoFocus onClick={() => setAsked(null)}>
            Keep as it is
          </Button>
        </div>
      </div>
    );
  return (
    <div className={classes.row}>
      <Button size="sm" variant="default" disabled={busy} onClick={offer}>
        Link to a new password
      </Button>
      {actionsOn(person).map((action) => (
        <Button key={action.words} size="sm" variant="default" disabled={busy} onClick={() => setAsked(action)}>
          {action.words}
        </Button>
      ))}
      <Said wrong={wrong} well={well} />
    </div>
  );
}

function actionsOn({ name, disabled, secondFactor }: PersonView): Action[] {
  const signOut: Action = {
    ...{ words: 'Sign out everywhere', path: '/sign-ins', method: 'DELETE', body: {}, done: 'Signed out.' },
    question: `Sign ${name} out everywhere? They can sign in again at once.`,
  };
  const withoutFactor: Action = {
    ...{ words: 'Remove second factor', path: '/second-factor', method: 'DELETE', body: {}, done: 'Removed.' },
    question: `Remove the second factor of ${name}? Their password alone lets them in until they set up a new one.`,
  };
  const enable: Action = {
    ...{ words: 'Enable', path: '', method: 'PATCH', body: { disabled: false }, done: 'Enabled.' },
    question: `Let ${name} sign in again?`,
  };
  const disable: Action = {
    ...{ words: 'Disable', path: '', method: 'PATCH', body: { disabled: true }, done: 'Disabled.' },
    question: `Disable ${name}? They are signed out at once and cannot sign in. Keys and links that they made stop working until they are enabled again.`,
  };
  const remove: Action = {
    ...{ words: 'Remove', path: '', method: 'DELETE', body: {}, done: 'Removed.' },
    question: `Remove ${name} for good? Keys and links that they made stop working. What the audit log says of them stays.`,
  };
  return [signOut, ...(secondFactor ? [withoutFactor] : []), disabled ? enable : disable, remove];
}
