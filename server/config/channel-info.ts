/** A channel as the pages may show it: where its messages go, without anything that would let somebody send there. */
import type { ChannelInfo } from '#contract';
import type { ChannelConfig, ChannelWay } from './channels';

export function channelInfoOf({ way, ...policy }: ChannelConfig): ChannelInfo {
  return { ...policy, kind: way.kind, to: toOf(way) };
}

function toOf(way: ChannelWay): string {
  switch (way.kind) {
    // The path of an incoming webhook is its password, and a topic of ntfy can be read by whoever knows it.
    case 'webhook':
    case 'slack':
    case 'teams':
    case 'ntfy':
      return new URL(way.url.reveal()).host;
    case 'webex':
      return `a room, through ${new URL(way.api).host}`;
    case 'pagerduty':
      return `a service, through ${new URL(way.api).host}`;
    case 'xmpp':
      return `${way.to.join(', ')} as ${way.session.username}@${way.session.wire.domain}`;
    case 'email':
      return `${way.to.join(', ')} through ${way.host}`;
  }
}
