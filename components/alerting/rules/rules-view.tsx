'use client';
/** The rules: what fires when, and the editor of one. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import type { AlertingSnapshot, AlertRule } from '#contract';
import { plural } from '../../format/units';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { useAlerting } from '../shell/use-alerting';
import type { RulePlaces } from './places';
import { RuleEditor } from './rule-editor';
import { RuleItem } from './rule-item';
import classes from './rules.module.css';

interface Props {
  snapshot: AlertingSnapshot;
  places: RulePlaces;
  /** The key of the rule that is edited, or `new`. */
  asked: string | null;
}

export function RulesView({ snapshot, places, asked }: Props) {
  const rules = useAlerting(snapshot).setup?.rules ?? null;
  const trust = useTrust(snapshot);
  return (
    <PageClockProvider at={snapshot.at} trust={trust}>
      <div className={classes.page} data-trust={trust.kind}>
        {asked === null ? <List rules={rules} places={places} /> : <Edit rules={rules} places={places} asked={asked} />}
      </div>
    </PageClockProvider>
  );
}

function List({ rules, places }: { rules: readonly AlertRule[] | null; places: RulePlaces }) {
  if (rules === null)
    return (
      <p className={classes.sentence}>
        The worker has not told yet which rules are in force. It does when it starts; look again then.
      </p>
    );
  const off = rules.filter((r) => !r.enabled).length;
  return (
    <>
      <h2 className="hf-hidden">Rules</h2>
      <div className={classes.lead}>
        <p className={classes.sentence}>
          {plural(rules.length, 'rule')}
          {off > 0 && `, ${off} of them off`}. What fires together for one subject is one incident; a single agent never
          makes one.
        </p>
        <Button component={Link} href="/alerting/rules?rule=new">
          New rule
        </Button>
      </div>
      <ul className={classes.list}>
        {rules.map((rule) => (
          <RuleItem key={rule.key} rule={rule} places={places} />
        ))}
      </ul>
    </>
  );
}

function Edit({ rules, places, asked }: { rules: readonly AlertRule[] | null; places: RulePlaces; asked: string }) {
  const rule = rules?.find((r) => r.key === asked) ?? null;
  if (rule === null && asked !== 'new')
    return (
      <p className={classes.sentence}>
        There is no rule {asked}. <Link href="/alerting/rules">All rules</Link>
      </p>
    );
  return (
    <>
      <h2>{rule === null ? 'New rule' : rule.name}</h2>
      <RuleEditor key={asked} rule={rule} rules={rules ?? []} places={places} />
    </>
  );
}
