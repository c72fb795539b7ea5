'use client';
/** Alerts now: what fires, what is about to, what is muted and by what, and what is looked at. */
import Link from 'next/link';
import type { AlertingSnapshot, AlertsNow } from '#contract';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { useAlerting } from '../shell/use-alerting';
import { AlertList } from './alert-list';
import { listsOf, nowSentence, ruleRows } from './model';
import classes from './now.module.css';
import { RulesTable } from './rules-table';
import { useAlertsNow } from './use-now';

interface Props {
  snapshot: AlertingSnapshot;
  first: AlertsNow | null;
}

export function NowView({ snapshot, first }: Props) {
  const { setup } = useAlerting(snapshot);
  const now = useAlertsNow(first);
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        <h2 className="hf-hidden">Alerts now</h2>
        {now === null ? (
          <p className={classes.sentence}>
            The worker does not answer: what fires now is not known. What was recorded is under{' '}
            <Link href="/incidents">Incidents</Link>; this page asks again every few seconds.
          </p>
        ) : (
          <Now now={now} rules={setup?.rules ?? []} />
        )}
      </div>
    </PageClockProvider>
  );
}

function Now({ now, rules }: { now: AlertsNow; rules: Parameters<typeof ruleRows>[0] }) {
  const lists = listsOf(now);
  const rows = ruleRows(rules, now);
  const nameOf = (key: string) => rows.find((r) => r.key === key)?.name ?? key;
  return (
    <>
      <p className={classes.lead} role="status">
        {nowSentence(lists, rows)}
      </p>
      <AlertList
        title="Firing"
        alerts={lists.firing}
        nameOf={nameOf}
        nothing="Nothing that somebody is to be told of."
      />
      <AlertList
        title="About to fire"
        alerts={lists.pending}
        nameOf={nameOf}
        nothing="No condition holds that has not fired yet."
      />
      {lists.muted.length > 0 && <AlertList title="Firing, muted" alerts={lists.muted} nameOf={nameOf} nothing="" />}
      {now.total > now.alerts.length && (
        <p className={classes.sentence}>
          Shown are {now.alerts.length} of {now.total}.
        </p>
      )}
      <RulesTable rows={rows} />
    </>
  );
}
