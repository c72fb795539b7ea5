'use client';
/** Who it is, and the connection now: mark, words, evidence, state. */
import type { AgentView } from '#contract';
import { stateWords } from '../agents/agent-words';
import { formatMoment } from '../format/clock';
import { HealthMark, OnCall } from '../health/mark';
import { graceLeft, healthWords } from '../health/words';
import { useNow, useZone } from '../live/live-context';
import type { Trust } from '../live/trust';
import { Moment } from '../session/moment';
import classes from './agent-page.module.css';

export function AgentStatus({ agent, trust }: { agent: AgentView; trust: Trust }) {
  const now = useNow();
  const { zone } = useZone();
  const { health } = agent;
  const { text, detail } = healthWords(health, now, zone);
  const left = health.kind === 'at-risk' ? { left: graceLeft(health, now) } : {};
  return (
    <>
      <p className={classes.who}>{whoWords(agent)}</p>
      {trust.kind !== 'live' && (
        <p className={classes.trust} role="status">
          {trust.kind === 'stale' ? 'No live data' : 'No worker has measured'} since{' '}
          {formatMoment(trust.since, now, zone)}: this is how it was then.
        </p>
      )}
      <p className={classes.health} data-health={health.kind}>
        <HealthMark kind={health.kind} size={20} {...left} />
        <strong>{text}</strong>
        {agent.onCall && <OnCall size={14} />}
        {detail !== '' && <span className={classes.detail}>{detail}</span>}
      </p>
      <p className={classes.detail}>
        {agent.removed ? 'No longer in the directory. ' : ''}
        State {stateWords(agent.state)}
        {agent.stateSince !== null && (
          <>
            {' since '}
            <Moment at={agent.stateSince} />
          </>
        )}
        {agent.pendingState !== null && `, then ${stateWords(agent.pendingState)}`}
      </p>
    </>
  );
}

/** `1001004 · Billing · Lyon · ext. 2004 · DESKTOP` */
function whoWords(agent: AgentView): string {
  const { loginId, teamName, site, extension, userType } = agent;
  const parts = [loginId, teamName, site, extension === null ? null : `ext. ${extension}`, userType];
  return parts.filter(Boolean).join(' · ');
}
