'use client';
/** The rules that are in force from the start, in words, and the first channel with a test of it. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { type AlertingSnapshot, type AlertRule, type Severity, severities } from '#contract';
import { ChannelItem } from '../../alerting/channels/channel-item';
import { channelRows } from '../../alerting/channels/rows';
import type { AlertingModel } from '../../alerting/shell/model';
import { useAlerting } from '../../alerting/shell/use-alerting';
import { PageClockProvider, useTrust } from '../../live/live-context';
import { ChannelForm } from './channel-form';
import { StepFrame } from './step-frame';
import { stepBefore } from './steps';
import classes from './wizard.module.css';
import type { StepProps } from './wizard-props';

export function AlertsStep({ draft, change, go, alerting }: StepProps & { alerting: AlertingSnapshot }) {
  const model = useAlerting(alerting);
  const trust = useTrust(alerting);
  const rows = channelRows(model);
  return (
    <StepFrame
      title="Who is told, and of what"
      lead={
        <p>
          These rules are in force already. What fires together is one incident, and a single agent never makes one.
          Choose one way to be told; more of them, and when, can be set later.
        </p>
      }
      onBack={() => go(stepBefore(draft, 'alerts') ?? 'what')}
      actions={<Button onClick={() => go('done')}>{rows.length === 0 ? 'Only in the pages' : 'Finish'}</Button>}
    >
      <PageClockProvider at={alerting.at} trust={trust}>
        <Rules model={model} />
        <h3>The first channel</h3>
        {rows.length > 0 && (
          <ul className={classes.channels}>
            {rows.map((row) => (
              <ChannelItem key={row.info.name} row={row} />
            ))}
          </ul>
        )}
        {rows.length === 0 && <ChannelForm onSaved={(channel) => change({ channel })} />}
        <p className={classes.help}>
          Slack, Microsoft Teams, Webex, PagerDuty, ntfy and XMPP messages are in the{' '}
          <Link href="/settings/channels">settings of channels</Link>.
        </p>
      </PageClockProvider>
    </StepFrame>
  );
}

const severityWords: Readonly<Record<Severity, string>> = {
  page: 'Wakes somebody up',
  high: 'High: looked at within the hour',
  ticket: 'A ticket: looked at today',
  'in-page': 'A notice in the pages',
};

function Rules({ model }: { model: AlertingModel }) {
  const rules = (model.setup?.rules ?? []).filter(({ enabled }) => enabled);
  if (rules.length === 0)
    return <p className={classes.help}>The worker has not told yet which rules are in force. It does in a moment.</p>;
  return (
    <div className={classes.rules}>
      {severities.map((severity) => (
        <RulesOf key={severity} severity={severity} rules={rules.filter((rule) => rule.severity === severity)} />
      ))}
    </div>
  );
}

function RulesOf({ severity, rules }: { severity: Severity; rules: readonly AlertRule[] }) {
  if (rules.length === 0) return null;
  return (
    <details open={severity === 'page'}>
      <summary>
        {severityWords[severity]} <span className={classes.about}>({rules.length})</span>
      </summary>
      <ul>
        {rules.map(({ key, name, threshold }) => (
          <li key={key}>
            <b>{name}</b>: {threshold}
          </li>
        ))}
      </ul>
    </details>
  );
}
