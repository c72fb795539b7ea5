/** Nobody is told outside of the pages yet: by which ways people can be. */
import Link from 'next/link';
import { type ChannelKind, channelKinds } from '#contract';
import { channelKindWords } from '../../alerting/shell/delivery-words';
import page from '../shell/page.module.css';
import classes from './no-channels.module.css';

const about: Record<ChannelKind, string> = {
  email: 'Through a mail server of yours.',
  webhook: 'JSON to any program, signed if you like.',
  slack: 'Into a channel, by an incoming webhook.',
  teams: 'Into a channel, by a workflow.',
  webex: 'Into a room, by a bot.',
  pagerduty: 'Wakes whoever is on call.',
  ntfy: 'To telephones, also from a server of yours.',
  xmpp: 'To people on an XMPP service, Cisco Jabber among them.',
};

export function NoChannels() {
  return (
    <>
      <h1>Channels</h1>
      <p className={page.sentence}>
        No channel is set up: incidents are shown in these pages, and nobody is told outside of them. Choose how people
        should be told first; each channel can be tried before it is needed.
      </p>
      <ul className={classes.kinds}>
        {channelKinds.map((kind) => (
          <li key={kind}>
            <Link href={`/settings/channels?new=${kind}`} className={classes.kind}>
              <b>{channelKindWords[kind]}</b>
              <span>{about[kind]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
