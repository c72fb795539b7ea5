'use client';
/** The cells of a row: what stands in each column. Only a running deadline is drawn again every second. */
import type { ReactNode } from 'react';
import type { AgentView, EpochMs } from '#contract';
import { formatFull, formatMoment } from '../format/clock';
import { formatCountdown } from '../format/units';
import { HealthMark, OnCall } from '../health/mark';
import { agentName, graceLeft, healthWords } from '../health/words';
import { useNow, useZone } from '../live/live-context';
import { sideOf, stateWords, verdictWords } from './agent-words';
import type { ColumnKey } from './query';
import classes from './row.module.css';
import { useHour } from './use-hour';

export function cellOf(key: ColumnKey, agent: AgentView): ReactNode {
  switch (key) {
    case 'health':
      return <Verdict agent={agent} />;
    case 'deadline':
      return <Countdown agent={agent} />;
    case 'name':
      return agentName(agent);
    case 'login':
      return agent.loginId;
    case 'extension':
      return agent.extension;
    case 'team':
      return agent.teamName;
    case 'site':
      return agent.site;
    case 'side':
      return sideOf(agent);
    case 'state':
      return agent.state === null ? null : stateWords(agent.state);
    case 'since':
      return <Time at={agent.healthSince} />;
  }
}

export function Verdict({ agent }: { agent: AgentView }) {
  const { zone } = useZone();
  const { health } = agent;
  const { text, detail } = healthWords(health, agent.healthSince, zone);
  return (
    <span className={classes.verdict} title={detail === '' ? text : `${text}: ${detail}`}>
      {health.kind === 'at-risk' ? <RunningMark health={health} /> : <HealthMark kind={health.kind} />}
      <span className={classes.words}>{verdictWords(health)}</span>
      {agent.onCall && health.kind !== 'connected' && <OnCall />}
    </span>
  );
}

function RunningMark({ health }: { health: Extract<AgentView['health'], { kind: 'at-risk' }> }) {
  return <HealthMark kind="at-risk" left={graceLeft(health, useNow())} />;
}

/** Nothing for those who are not at risk: no timer runs in their rows. */
export function Countdown({ agent: { health } }: { agent: AgentView }) {
  return health.kind === 'at-risk' ? (
    <Running earliest={health.deadline.earliest} open={health.deadline.latest === null} />
  ) : null;
}

function Running({ earliest, open }: { earliest: EpochMs; open: boolean }) {
  const left = earliest - useNow();
  if (left > 0) return <span className={classes.countdown}>{formatCountdown(left)}</span>;
  return <span className={classes.countdown}>{open ? 'after call' : 'now'}</span>;
}

export function Time({ at }: { at: EpochMs | null }) {
  const { zone, serverZone } = useZone();
  const hour = useHour();
  if (at === null) return null;
  return (
    <time dateTime={new Date(at).toISOString()} title={`Server time: ${formatFull(at, serverZone)}`}>
      {formatMoment(at, hour, zone)}
    </time>
  );
}
