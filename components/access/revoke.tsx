'use client';
/** Takes a key or a link back, after asking once. */
import { Button } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Said } from '../people/account/said';
import { postJson } from '../people/post';
import { useSending } from '../people/use-sending';
import classes from './access.module.css';

interface Props {
  name: string;
  url: string;
  /** What becomes of what used it. */
  effect: string;
}

export function Revoke({ name, url, effect }: Props) {
  const router = useRouter();
  const { busy, wrong, post } = useSending();
  const [asking, setAsking] = useState(false);
  if (!asking)
    return (
      <Button variant="default" size="sm" aria-label={`Revoke ${name}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
    );
  const revoke = () =>
    void post(
      () => postJson(url, {}, 'DELETE'),
      () => void router.refresh(),
    );
  return (
    <div className={classes.asking}>
      <p>{effect}</p>
      <Button size="sm" color="red.9" autoFocus loading={busy} aria-label={`Revoke ${name} now`} onClick={revoke}>
        Revoke
      </Button>
      <Button size="sm" variant="default" disabled={busy} onClick={() => setAsking(false)}>
        Keep
      </Button>
      <Said wrong={wrong} well="" />
    </div>
  );
}
