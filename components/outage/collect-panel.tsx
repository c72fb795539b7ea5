'use client';
/** What to fetch from each server before its logs roll over: lines to copy, and the window in the server's own time. */
import { Button } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import type { CollectLines } from '#contract';
import { copied } from '../agent/clipboard';
import { Panel } from '../board/panel';
import classes from './outage.module.css';

export function CollectPanel({ collect }: { collect: readonly CollectLines[] }) {
  if (collect.length === 0) return null;
  return (
    <Panel title="Collect now, before the logs roll over">
      {collect.map((server) => (
        <section key={server.host} className={classes.collect} aria-label={server.nodeName}>
          <p>
            On <b>{server.nodeName}</b> ({server.host}): {server.from} to {server.to},{' '}
            {server.zone === null ? 'UTC (it has not told its zone)' : `its own time, ${server.zone}`}
            {clockWords(server.offsetMs)}
          </p>
          <ul className={classes.commands}>
            {server.commands.map((command) => (
              <Line key={command.line} {...command} />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}

function Line({ line, why }: { line: string; why: string }) {
  const [said, setSaid] = useState('');
  return (
    <li className={classes.command}>
      <span className={classes.small}>{why}</span>
      <code>{line}</code>
      <span className={classes.copy}>
        <Button
          variant="default"
          size="xs"
          className={classes.touch}
          leftSection={<IconCopy size={14} aria-hidden="true" />}
          aria-label={`Copy: ${line}`}
          onClick={async () => setSaid((await copied(line)) ? 'Copied.' : 'The browser did not allow it.')}
        >
          Copy
        </Button>
        <span role="status" className={classes.small}>
          {said}
        </span>
      </span>
    </li>
  );
}

function clockWords(offsetMs: number | null): string {
  if (offsetMs === null) return '.';
  return `. Its clock is ${Math.abs(Math.round(offsetMs))} ms ${offsetMs < 0 ? 'behind' : 'ahead of'} ours.`;
}
