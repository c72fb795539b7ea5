/** A channel as the pages may show it: where its messages go, without anything that would let somebody send there. */
import type { ChannelInfo } from '#contract';
import type { ChannelWay, NotifyConfig } from './notify';

export function channelInfoOf({ way, ...policy }: NotifyConfig['channels'][number]): ChannelInfo {
  return { ...policy, kind: way.kind, to: toOf(way) };
}

function toOf(way: ChannelWay): string {
  switch (way.kind) {
    // The path of an incoming webhook is its password, and a topic of ntfy can be read by whoever knows it.
    case 'webhook':
    case 'ntfy':
      return new URL(way.url.reveal()).host;
    case 'email':
      return `${way.to.join(', ')} through ${way.host}`;
  }
}
