/** Nothing is configured yet: what to write, where, and what happens then. */
import classes from './empty-overview.module.css';

const sample = `clusters:
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
        the password in <code>LAB_PASSWORD</code>, and start Holdfast again.
      </p>
      <pre className={classes.sample}>
        <code>{sample}</code>
      </pre>
      <p>Each transport becomes a session of its own: three of them show which path is at fault when one fails.</p>
    </div>
  );
}
