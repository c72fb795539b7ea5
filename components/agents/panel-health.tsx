'use client';
/** How the connection is, in words with their evidence, and the deadline when there is one. */
import type { AgentView, Deadline } from '#contract';
import { formatMoment } from '../format/clock';
import { HealthMark, OnCall } from '../health/mark';
import { graceLeft, healthWords, willWords } from '../health/words';
import { useNow, useZone } from '../live/live-context';
import { Moment } from '../session/moment';
import classes from './agent-panel.module.css';
import { stateWords } from './agent-words';

export function PanelHealth({ agent }: { agent: AgentView }) {
  const now = useNow();
  const { zone } = useZone();
  const { health } = agent;
  const { text, detail } = healthWords(health, now, zone);
  const left = health.kind === 'at-risk' ? { left: graceLeft(health, now) } : {};
  return (
    <>
      <p className={classes.health} data-health={health.kind}>
        <HealthMark kind={health.kind} size={18} {...left} />
        <strong>{text}</strong>
        {agent.onCall && <OnCall size={14} />}
      </p>
      {detail !== '' && <p className={classes.detail}>{detail}</p>}
      <dl className={classes.facts}>
        {health.kind === 'at-risk' && (
          <Fact name="Finesse acts">
            {deadlineWords(health.deadline, (at) => formatMoment(at, now, zone))}, {willWords(health.will)}
          </Fact>
        )}
        {health.kind !== 'connected' && (
          <Fact name="Since">
            <Moment at={agent.healthSince} />
          </Fact>
        )}
        <Fact name="State">
          {stateWords(agent.state)}
          {agent.pendingState !== null && `, then ${stateWords(agent.pendingState)}`}
          {agent.stateSince !== null && (
            <>
              {' '}
              since <Moment at={agent.stateSince} />
            </>
          )}
        </Fact>
        {agent.jid !== null && <Fact name="Last seen as">{agent.jid}</Fact>}
      </dl>
    </>
  );
}

/** `between 09:17:03 and 09:17:05`, `when the call is over, not before 09:17:03` */
export function deadlineWords({ earliest, latest }: Deadline, when: (at: number) => string): string {
  if (latest === null) return `when the call is over, not before ${when(earliest)}`;
  return when(earliest) === when(latest) ? `at ${when(latest)}` : `between ${when(earliest)} and ${when(latest)}`;
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
