'use client';
/** What an incident affects, and how each of its alerts came to fire. */
import type { Incident, OutageReview } from '#contract';
import { Panel } from '../board/panel';
import { causeWords } from '../board/service';
import { failureSentence } from '../format/failure-sentence';
import { transportName } from '../format/names';
import { formatSpan, plural } from '../format/units';
import { Moment } from '../session/moment';
import classes from './incidents.module.css';
import { severityWords } from './words';

/** @param review knows the names; without it the keys are shown */
export function IncidentFacts({ incident: i, review }: { incident: Incident; review: OutageReview | null }) {
  const names = namesOf(review);
  const named = (key: string): string => names.get(key) ?? key;
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
        {servers.length > 0 && <Fact name="Servers">{servers.map(named).join(', ')}</Fact>}
        {transports.length > 0 && <Fact name="Sessions">{transports.map(named).join(', ')}</Fact>}
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

const wholeSeconds = (ms: number): number => (ms < 1_000 ? ms : Math.round(ms / 1_000) * 1_000);

/** Of servers and targets, by their keys. */
function namesOf(review: OutageReview | null): Map<string, string> {
  const names = new Map<string, string>();
  for (const { target, nodeName, transport } of review?.sessions ?? []) {
    names.set(target, `${nodeName} ${transportName(transport)}`);
    names.set(target.slice(0, target.lastIndexOf('/')), nodeName);
  }
  return names;
}

const scopeWords = { 'server-side': 'Server side', 'site-or-path': 'Site or path', 'client-side': 'Client side' };

export function WhyPanel({ incident }: { incident: Incident }) {
  return (
    <Panel title="Why it was told">
      <dl className={classes.facts}>
        {incident.explanations.map((x) => (
          <Fact key={x.ruleKey} name={x.ruleName}>
            {x.threshold}. Pending for {formatSpan(wholeSeconds(x.pendingForMs))} from <Moment at={x.begunAt} />, fired
            as {severityWords[x.severity].toLowerCase()} at <Moment at={x.firedAt} />
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
