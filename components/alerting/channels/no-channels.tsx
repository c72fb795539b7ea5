/** Nobody is told outside of these pages yet: what to write, and what happens then. */
import classes from './channels.module.css';

const sample = `notify:
  # for the links in messages
  publicUrl: https://holdfast.example
  channels:
    - name: Pager
      pagerduty:
        routingKey: "\${PAGERDUTY_KEY}"
      from: page
      groupWaitS: 0
    - name: Mail
      email:
        host: mail.example
        from: holdfast@c.example
        to: [it@c.example]
      from: ticket
      remindMin: 240`;

export function NoChannels() {
  return (
    <div className={classes.none}>
      <p>
        No channel is configured: incidents are shown in these pages, and nobody is told outside of them. Write channels
        into <code>holdfast.yaml</code>, put what is secret into the environment, and start Holdfast again.
      </p>
      <pre className={classes.sample}>
        <code>{sample}</code>
      </pre>
      <p>
        There are <code>email</code>, <code>webhook</code>, <code>slack</code>, <code>teams</code>, <code>webex</code>,{' '}
        <code>pagerduty</code>, <code>ntfy</code> and <code>xmpp</code>. Each can be tried here once it is configured.
      </p>
    </div>
  );
}
