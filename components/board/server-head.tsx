'use client';
/** The head of a server's column: side, host and, when it is out, the cause. */
import type { ServerView } from '#contract';
import { causeWords, statusOfServer } from './service';
import classes from './service-panel.module.css';

const words = { 'in-service': 'in service', out: 'out of service', standby: 'standby', unseen: 'not checked' };

export function ServerHead({ server }: { server: ServerView }) {
  const status = statusOfServer(server);
  const cause = server.outage === null ? '' : causeWords(server.outage.cause);
  return (
    <th scope="col" className={classes.server} data-status={status} title={server.host}>
      <span className={classes.side}>{server.side}</span> {server.nodeName}
      <span className={classes.said}>{cause === '' ? words[status] : cause}</span>
    </th>
  );
}
