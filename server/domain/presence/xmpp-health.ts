/** Health of a watched JID on an XMPP service: nobody is forced out there, so there is never a deadline. */
import { type EpochMs, type FinesseSide, finesseSides, type PresenceHealth } from '#contract';
import { type AgentEvidence, type ConnectionEvidence, type Feeds, freshSpan } from './evidence';
import { availableJids, connectionsOf, reconnectsOf, type SideView } from './timeline';

/** @param views a service without sides is side A */
export function xmppHealthOf(
  agent: AgentEvidence,
  feeds: Feeds,
  views: Record<FinesseSide, SideView>,
  at: EpochMs,
): PresenceHealth {
  for (const side of finesseSides) {
    const view = views[side];
    if (view.kind !== 'present') continue;
    const missed = missedInARow(agent, feeds, side, at);
    const reconnects = reconnectsOf(agent, at);
    if (missed > 0 || reconnects >= 3) return { kind: 'unstable', side, reconnects, missed, since: view.since };
    return { kind: 'connected', side, sure: 'seen', since: view.since };
  }
  const { A: view } = views;
  if (view.kind === 'absent') return { kind: 'logged-out', outcome: 'unknown', at: view.run.to };
  const look = view.kind === 'never' ? lastLook(agent) : undefined;
  if (look !== undefined) return { kind: 'logged-out', outcome: 'unknown', at: look.at };
  const why = view.kind === 'never' ? 'never-seen' : 'feed-stale';
  const since = view.kind === 'stale' ? view.since : null;
  return { kind: 'unknown', why, blame: { feed: 'presence', side: null }, since };
}

/** The service said that nobody is there, before anybody ever was. */
function lastLook(agent: AgentEvidence): ConnectionEvidence | undefined {
  return connectionsOf(agent, 'A', 'presence').findLast((e) => !e.available);
}

/** Of the client that answers best, and only of those that have ever answered: not everybody implements XEP-0199. */
function missedInARow(agent: AgentEvidence, feeds: Feeds, side: FinesseSide, at: EpochMs): number {
  const presence = freshSpan(feeds, side, 'presence', at);
  if (presence === null || freshSpan(feeds, side, 'ping', at) === null) return 0;
  const connected = availableJids(connectionsOf(agent, side, 'presence'), presence.since);
  const misses = [...connected].flatMap((jid) => {
    const answers = agent.answers.filter((e) => e.side === side && e.jid === jid);
    const last = answers.findLastIndex((e) => e.answered);
    return last < 0 ? [] : [answers.length - 1 - last];
  });
  return misses.length === 0 ? 0 : Math.min(...misses);
}
