'use client';
/** Telephone and Holdfast learn the same secret, and a code proves it. */
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { backupCodes, type PreparedSecondFactor } from '#contract';
import { askJson } from '../post';
import { QrCode } from '../qr-code';
import { useSending } from '../use-sending';
import { useBasePath } from '../viewer-context';
import classes from './account.module.css';
import { Said } from './said';

interface Props {
  prepared: PreparedSecondFactor;
  onCodes(codes: readonly string[]): void;
  onCancel(): void;
}

export function Pairing({ prepared: { address, secret }, onCodes, onCancel }: Props) {
  const url = `${useBasePath()}/api/v1/account/second-factor`;
  const { busy, wrong, send } = useSending();
  const [code, setCode] = useState('');
  function submit(e: FormEvent): void {
    e.preventDefault();
    void send(
      () => askJson(url, { code }, backupCodes, 'PUT'),
      (told) => void onCodes(told.backupCodes),
    );
  }
  return (
    <div className={classes.pairing}>
      <div className={classes.picture}>
        <QrCode text={address} label="Picture of the secret, for the camera of a telephone" />
      </div>
      <form className={classes.steps} onSubmit={submit}>
        <p>Take the picture with an authenticator app, or type this secret into it:</p>
        <p className={classes.secret}>{secret.match(/.{1,4}/g)?.join(' ')}</p>
        <TextInput
          label="The code that the app shows now"
          value={code}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          required
          maxLength={10}
          onChange={(e) => setCode(e.currentTarget.value)}
        />
        <div className={classes.row}>
          <Button type="submit" loading={busy}>
            Turn on
          </Button>
          <Button variant="default" disabled={busy} onClick={onCancel}>
            Cancel
          </Button>
        </div>
        <Said wrong={wrong} well="" />
      </form>
    </div>
  );
}
