'use client';
/** Tries the servers of a cluster as they stand in the form, before anything is saved. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConnectionTest } from '../../set-up/connection-test/connection-test';
import { useConnectionTest } from '../../set-up/connection-test/use-connection-test';
import type { Tree } from '../form/tree';
import classes from '../shell/page.module.css';
import { type Trial, trialsOf } from './try-out';

/** @param stored the key of the cluster, if it is set up already */
export function ClusterTrials({ body, stored }: { body: Tree; stored: string | null }) {
  const { testing, run, stop } = useConnectionTest();
  const [tried, setTried] = useState('');
  const trials = trialsOf(body, stored);
  const open = trials.some(({ test }) => test === null);

  function start({ name, test }: Trial): void {
    if (test === null) return;
    setTried(name);
    void run(test);
  }

  return (
    <section className={classes.card} aria-labelledby="try-out">
      <h2 id="try-out">Try the connection</h2>
      <div className={classes.actions}>
        {trials.map((trial) => (
          <Button
            key={trial.name}
            variant="default"
            size="sm"
            disabled={trial.test === null || testing.is === 'running'}
            onClick={() => start(trial)}
          >
            {trial.name}
          </Button>
        ))}
      </div>
      {open && (
        <p className={classes.detail}>
          A test needs the name of the server, its account and its password. With an authority of one’s own it is tried
          once it is in force.
        </p>
      )}
      {testing.is !== 'none' && (
        <>
          <p className={classes.detail}>{tried}</p>
          <ConnectionTest testing={testing} onOffer={null} onStop={stop} />
        </>
      )}
    </section>
  );
}
