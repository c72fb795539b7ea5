/** Nothing is watched yet: the way to set it up for those who may, and whom to ask for the others. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { inWords } from '../format/units';
import { useMay } from '../people/viewer-context';
import classes from './empty-overview.module.css';

export interface EmptyFacts {
  /** Something is configured, and nothing of it has been heard of yet. */
  isSetUp: boolean;
  /** Their names. */
  administrators: readonly string[];
}

const sample = `clusters:
  - name: Contact centre
    kind: finesse
    load: 0            # Logout on Agent Disconnect: no interface tells it
    servers:
      A:
        host: fin-a.example.com
        account: { username: holdfast-a, password: \${FINESSE_A_PASSWORD} }
      B:
        host: fin-b.example.com
        account: { username: holdfast-b, password: \${FINESSE_B_PASSWORD} }`;

export function EmptyOverview({ facts }: { facts: EmptyFacts | null }) {
  const mayConfigure = useMay('configure');
  if (facts?.isSetUp === true)
    return (
      <div className={classes.empty}>
        <h1>Holdfast is about to begin.</h1>
        <p>Servers are set up, and nothing has been heard of them yet. They appear here by themselves.</p>
      </div>
    );
  if (!mayConfigure)
    return (
      <div className={classes.empty}>
        <h1>Nothing is monitored yet.</h1>
        <p>
          Somebody who administers Holdfast has to say what to watch
          {facts === null || facts.administrators.length === 0 ? '.' : `: ask ${inWords(facts.administrators)}.`}
        </p>
      </div>
    );
  return (
    <div className={classes.empty}>
      <h1>Nothing is monitored yet.</h1>
      <p>
        Set up a Finesse server or another XMPP service step by step. A live test says at each step what works, and what
        to do where it does not. It takes about five minutes.
      </p>
      <p>
        <Button component={Link} href="/set-up/cluster" size="md">
          Set up what to watch
        </Button>
      </p>
      <details>
        <summary>Or write a file</summary>
        <div className={classes.file}>
          <p>
            Write <code>holdfast.yaml</code>, name it in <code>HOLDFAST_CONFIG</code>, put the passwords into the
            environment, and start Holdfast again. To look around first, run <code>npm run demo</code>.
          </p>
          <pre className={classes.sample}>
            <code>{sample}</code>
          </pre>
        </div>
      </details>
    </div>
  );
}
