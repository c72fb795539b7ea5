'use client';
/** What an incident affects, and how each of its alerts came to fire. */
import type { Incident } from '#contract';
import { Panel } from '../board/panel';
import { causeWords } from '../board/service';
import { failureSentence } from '../format/failure-sentence';
import { formatSpan, plural } from '../format/units';
import { Moment } from '../session/moment';
import classes from './incidents.module.css';
import { severityWords } from './words';

export function IncidentFacts({ incident: i }: { incident: Incident }) {
  const { servers, transports, teams, agents, agentsAtMost } = i.affected;
  return (
    <Panel title="Affected">
      <dl className={classes.facts}>
        {i.cause.outage !== null && <Fact name="Cause">{causeWords(i.cause.outage)}</Fact>}
        {i.cause.scope !== null && (
          <Fact name="Scope">
            {scopeWords[i.cause.scope]}
            {i.cause.where !== null && `, ${i.cause.where}`}
          </Fact>
        )}
        {i.cause.failure !== null && <Fact name="Failure">{failureSentence(i.cause.failure)}</Fact>}
        {servers.length > 0 && <Fact name="Servers">{servers.join(', ')}</Fact>}
        {transports.length > 0 && <Fact name="Sessions">{transports.join(', ')}</Fact>}
        {agentsAtMost > 0 && (
          <Fact name="Agents">
            {agents} now, {agentsAtMost} at the most
          </Fact>
        )}
        {teams.length > 0 && <Fact name="Teams">{teams.map((t) => `${t.name} ${t.agents}`).join(', ')}</Fact>}
        {i.reopened > 0 && <Fact name="Came back">{plural(i.reopened, 'time')}</Fact>}
      </dl>
    </Panel>
  );
}

const scopeWords = { 'server-side': 'Server side', 'site-or-path': 'Site or path', 'client-side': 'Client side' };

export function WhyPanel({ incident }: { incident: Incident }) {
  return (
    <Panel title="Why it was told">
      <dl className={classes.facts}>
        {incident.explanations.map((x) => (
          <Fact key={x.ruleKey} name={x.ruleName}>
            {x.threshold}. Pending for {formatSpan(x.pendingForMs)} from <Moment at={x.begunAt} />, fired as{' '}
            {severityWords[x.severity].toLowerCase()} at <Moment at={x.firedAt} />
            {x.endedAt === null ? (
              ', and it still holds'
            ) : (
              <>
                , over at <Moment at={x.endedAt} />
              </>
            )}
            {x.samples.map((s) => (
              <span key={s.time} className={classes.detail}>
                <Moment at={s.time} />: {s.text}
              </span>
            ))}
          </Fact>
        ))}
      </dl>
    </Panel>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
