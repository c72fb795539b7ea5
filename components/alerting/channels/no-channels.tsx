'use client';
/** Nobody is told outside of these pages yet: where that is set up. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { IfMay } from '../../people/viewer-context';
import classes from './channels.module.css';

export function NoChannels() {
  return (
    <div className={classes.none}>
      <p>No channel is set up: incidents are shown in these pages, and nobody is told outside of them.</p>
      <p>
        People can be told by e-mail, Slack, Microsoft Teams, Webex, PagerDuty, ntfy, XMPP or a webhook. Each can be
        tried here once it is set up.
      </p>
      <IfMay need="configure">
        <p>
          <Button component={Link} href="/settings/channels">
            Set up the first channel
          </Button>
        </p>
      </IfMay>
    </div>
  );
}
