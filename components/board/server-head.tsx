'use client';
/** The head of a server's column: side, host and, when it is out, the cause. */
import type { ServerView } from '#contract';
import { causeInBrief, causeWords, statusOfServer } from './service';
import classes from './service-panel.module.css';

const words = { 'in-service': 'in service', out: 'out of service', standby: 'standby', unseen: 'not checked' };

export function ServerHead({ server }: { server: ServerView }) {
  const status = statusOfServer(server);
  return (
    <th
      scope="col"
      className={classes.server}
      data-status={status}
      title={server.outage === null ? server.host : `${server.host}: ${causeWords(server.outage.cause)}`}
    >
      <span className={classes.side}>{server.side}</span> {server.nodeName}
      <span className={classes.said}>{server.outage === null ? words[status] : causeInBrief(server.outage.cause)}</span>
    </th>
  );
}
