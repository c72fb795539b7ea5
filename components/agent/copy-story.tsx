'use client';
/** Puts the story as plain text into the clipboard, and says so. */
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { beganAt, type Disconnect } from '#contract';
import { formatDate } from '../format/clock';
import { agentName } from '../health/words';
import { useZone } from '../live/live-context';
import classes from './agent-page.module.css';
import { copied } from './clipboard';
import { storyText } from './story-text';
import { useWhen } from './use-when';
import { zoneName } from './zone-offset';

export function CopyStory({ disconnect, clusterName }: { disconnect: Disconnect; clusterName: string }) {
  const { zone } = useZone();
  const when = useWhen(disconnect);
  const [said, setSaid] = useState('');
  async function copy(): Promise<void> {
    const began = beganAt(disconnect);
    const head = {
      ...{ name: agentName(disconnect), cluster: clusterName },
      ...{ day: formatDate(began, zone), zone: zoneName(began, zone) },
    };
    setSaid((await copied(storyText(disconnect, head, when))) ? 'Copied.' : 'The browser did not allow it.');
  }
  return (
    <span className={classes.copy}>
      <Button
        variant="default"
        size="xs"
        className={classes.touch}
        leftSection={<IconCopy size={14} aria-hidden="true" />}
        onClick={() => void copy()}
      >
        Copy as text
      </Button>
      <span role="status" className={classes.said}>
        {said}
      </span>
    </span>
  );
}
