'use client';
/** One agent at risk: countdown, who it is, what Finesse will do, and what belongs to it. */
import Link from 'next/link';
import type { AgentView } from '#contract';
import { formatMoment } from '../format/clock';
import { formatCountdown } from '../format/units';
import { HealthMark, OnCall } from '../health/mark';
import { type AtRisk, agentName, graceLeft, healthWords, raceWords, willWords } from '../health/words';
import { useNow, useZone } from '../live/live-context';
import { agentsHref } from './addresses';
import classes from './at-risk-panel.module.css';
import { groupsOf } from './groups';
import { agentOf, type BoardModel } from './model';

interface Props {
  agent: AgentView;
  model: BoardModel;
}

export function AtRiskRow({ agent, model }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const { health } = agent;
  if (health.kind !== 'at-risk') return <Changed agent={agent} model={model} />;
  const left = health.deadline.earliest - now;
  const race = raceWords(health, (at) => formatMoment(at, now, zone));
  return (
    <>
      <span className={classes.mark}>
        <HealthMark kind="at-risk" size={18} left={graceLeft(health, now)} />
      </span>
      <span className={`${classes.count} hf-figures`}>{countWord(health, left)}</span>
      <Bar health={health} now={now} />
      <Name agent={agent} model={model} />
      {race !== null ? (
        <span className={classes.race}>
          {race} <span className={classes.quiet}>({willWords(health.will)})</span>
        </span>
      ) : (
        <>
          <span className={classes.will}>
            {willWords(health.will)}
            {health.sure === 'inferred' && <span className={classes.quiet}> (inferred)</span>}
          </span>
          <span className={classes.note}>{groupNote(agent, model, now, zone)}</span>
        </>
      )}
    </>
  );
}

/** During a call nobody knows when it ends. */
function countWord({ will }: AtRisk, left: number): string {
  if (left > 0) return formatCountdown(left);
  return will === 'after-call' ? 'call' : 'now';
}

function Bar({ health, now }: { health: AtRisk; now: number }) {
  return (
    <span className={classes.bar} aria-hidden="true">
      <span style={{ transform: `scaleX(${graceLeft(health, now).toFixed(3)})` }} />
    </span>
  );
}

function Name({ agent, model }: Props) {
  const key = `${agent.clusterKey}/${agent.loginId}`;
  return (
    <span className={classes.who}>
      <Link href={agentsHref(model.teamsAsked, { agent: key })} prefetch={false} className={classes.name}>
        {agentName(agent)}
      </Link>
      {agent.onCall && <OnCall />}
      <span className={classes.team}>{agent.teamName}</span>
    </span>
  );
}

function groupNote(agent: AgentView, model: BoardModel, now: number, zone: string | undefined): string {
  if (agent.groupId === null) return '';
  const group = groupsOf(model).find((g) => g.id === agent.groupId && g.clusterKey === agent.clusterKey);
  if (group === undefined) return '';
  return `one of ${group.size} since ${formatMoment(group.from, now, zone)}${group.where === null ? '' : `, ${group.where}`}`;
}

/** Somebody points at the list, so the row stays where it is and says what became of it. */
export function LeftRow({ agentKey, model }: { agentKey: string; model: BoardModel }) {
  const [clusterKey = '', loginId = ''] = splitKey(agentKey);
  const agent = agentOf(model, clusterKey, loginId);
  return agent === undefined ? (
    <span className={classes.note}>{loginId}: gone</span>
  ) : (
    <Changed agent={agent} model={model} />
  );
}

function splitKey(key: string): [string, string] {
  const slash = key.indexOf('/');
  return [key.slice(0, slash), key.slice(slash + 1)];
}

function Changed({ agent, model }: Props) {
  const now = useNow();
  const { zone } = useZone();
  const { text } = healthWords(agent.health, now, zone);
  return (
    <>
      <span className={classes.mark}>
        <HealthMark kind={agent.health.kind} size={18} />
      </span>
      <span className={classes.became}>{text}</span>
      <Name agent={agent} model={model} />
    </>
  );
}
