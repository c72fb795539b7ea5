'use client';
/** Everything about an incident in one file, for the vendor's support; agents are named only when that is chosen. */
import { Button, Checkbox } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useApi, useZone } from '../live/live-context';
import { Dialog } from './dialog';
import classes from './outage.module.css';

export function BundleDialog({ incidentId }: { incidentId: string }) {
  const api = useApi();
  const { zone } = useZone();
  const [opened, setOpened] = useState(false);
  const [names, setNames] = useState(false);
  const viewers = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Button
        variant="default"
        className={classes.touch}
        leftSection={<IconDownload size={16} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        Outage bundle
      </Button>
      <Dialog title="Outage bundle" opened={opened} onClose={() => setOpened(false)}>
        <div className={classes.dialog}>
          <p>
            A zip with the summary (Markdown, and a page to print), all facts as JSON and CSV, the chart, and the last
            failing handshakes. Passwords, tokens, cookies and session ids are never in it.
          </p>
          <Checkbox checked={names} onChange={(e) => setNames(e.currentTarget.checked)} label="Name the agents" />
          <p className={classes.small}>
            Otherwise they stand under pseudonyms. Either way it is recorded who took the bundle.
          </p>
          <Button
            component="a"
            href={api.bundleAddress(incidentId, { names, zone: viewers })}
            download
            onClick={() => setOpened(false)}
          >
            Download
          </Button>
        </div>
      </Dialog>
    </>
  );
}
