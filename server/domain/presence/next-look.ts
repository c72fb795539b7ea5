/** When the verdict on an agent may change by time alone, so that thousands need not be judged every second. */
import { type EpochMs, finesseSides } from '#contract';
import type { Capabilities } from './capabilities';
import { deadlineOf } from './clock';
import { type AgentEvidence, polledOf } from './evidence';
import { LISTED_WITHIN_MS, NEWS_MS, OVERDUE_MS } from './health';
import { connectionsOf, RECONNECT_WINDOW_MS, runsOf, staysOf } from './timeline';

/**
 * The next time at which `healthOf` may say something else without new evidence and with feeds as fresh as now; null = never.
 * A feed that turns fresh or stale, and a side that turns deaf, concern everybody: judge all again then.
 */
export function nextLookAt(agent: AgentEvidence, at: EpochMs, c: Capabilities): EpochMs | null {
  const times = [...clockTimes(agent, c), ...reconnectTimes(agent)];
  const holdsUntil = polledOf(agent)?.holdsUntil;
  if (holdsUntil !== undefined) times.push(holdsUntil + 1);
  for (const stay of staysOf(agent)) times.push(stay.at + LISTED_WITHIN_MS + 1);
  const ahead = times.filter((t) => t > at);
  return ahead.length === 0 ? null : Math.min(...ahead);
}

function clockTimes(agent: AgentEvidence, c: Capabilities): EpochMs[] {
  return finesseSides.flatMap((side) =>
    (['presence', 'connected-users'] as const).flatMap((feed) => {
      const run = runsOf(connectionsOf(agent, side, feed), null).at(-1);
      if (run === undefined || run.available) return [];
      const delay = c.eventDelayMs[side];
      const news = deadlineOf(run, c.graceMs).latest + NEWS_MS + delay + 1;
      return [run.to + delay, news, news + OVERDUE_MS];
    }),
  );
}

/** A reconnect is forgotten after a while, and who was unstable is connected. */
function reconnectTimes(agent: AgentEvidence): EpochMs[] {
  return agent.connections
    .filter((e, i) => e.available && (e.kind === 'presence' || agent.connections[i - 1]?.available === false))
    .map((e) => e.at + RECONNECT_WINDOW_MS + 1);
}
