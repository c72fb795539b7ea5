'use client';
/** A link that opens once, shown once. */
import { Button } from '@mantine/core';
import type { OneTimeLink } from '#contract';
import { formatFull } from '../../format/clock';
import { useZone } from '../../live/live-context';
import { OnceShown } from '../once-shown';
import { useBasePath } from '../viewer-context';
import classes from './people-list.module.css';

interface Props {
  link: OneTimeLink;
  email: string;
  /** What it is for: `choose a password and come in`. */
  purpose: string;
  onDone(): void;
}

export function LinkPanel({ link, email, purpose, onDone }: Props) {
  const { zone } = useZone();
  const basePath = useBasePath();
  const address = `${window.location.origin}${basePath}${link.path}`;
  return (
    <div className={classes.panel} role="status">
      <p>
        {link.mailed === true
          ? `A mail is on its way to ${email}. With its link they ${purpose}; here it is, too:`
          : `Give this link to ${email}: with it they ${purpose}.`}
        {link.mailed === false && ' The mail server did not take the mail.'}
      </p>
      <OnceShown text={address} label={`Link for ${email}`} />
      <p className={classes.detail}>It works once, until {formatFull(link.expiresAt, zone)}, and is not shown again.</p>
      <div>
        <Button size="sm" variant="default" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
