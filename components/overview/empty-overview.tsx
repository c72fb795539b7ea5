/** Nothing is configured yet: what to write, where, and what happens then. */
import classes from './empty-overview.module.css';

const finesse = `clusters:
  - name: Contact centre
    kind: finesse
    load: 0            # Logout on Agent Disconnect: no API tells it
    servers:
      A:
        host: fin-a.example.com
        account: { username: holdfast-a, password: \${FINESSE_A_PASSWORD} }
      B:
        host: fin-b.example.com
        account: { username: holdfast-b, password: \${FINESSE_B_PASSWORD} }`;

const xmpp = `clusters:
  - name: Lab
    kind: xmpp
    nodes:
      - name: prosody
        domain: lab.example
        account: { username: holdfast, password: \${LAB_PASSWORD} }
        transports:
          websocket: { url: wss://xmpp.lab.example:5281/xmpp-websocket }
          bosh:      { url: https://xmpp.lab.example:5281/http-bind }
          tcp:       { host: xmpp.lab.example, port: 5222, security: starttls }`;

export function EmptyOverview() {
  return (
    <div className={classes.empty}>
      <h1>Nothing is monitored yet.</h1>
      <p>
        Write a file <code>holdfast.yaml</code> with the servers to watch, name it in <code>HOLDFAST_CONFIG</code>, put
        the passwords into the environment, and start Holdfast again. To look around first, run{' '}
        <code>npm run demo</code>.
      </p>
      <h2>A Finesse pair</h2>
      <pre className={classes.sample}>
        <code>{finesse}</code>
      </pre>
      <p>
        One account of its own for each server, in a team of its own; never one that a person uses. Domain, release and
        transports are found out.
      </p>
      <h2>Any other XMPP service</h2>
      <pre className={classes.sample}>
        <code>{xmpp}</code>
      </pre>
      <p>Each transport becomes a session of its own: three of them show which path is at fault when one fails.</p>
    </div>
  );
}
