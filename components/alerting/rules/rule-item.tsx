'use client';
/** One rule of the list, with its switch. */
import { Button } from '@mantine/core';
import Link from 'next/link';
import { useState } from 'react';
import type { AlertRule } from '#contract';
import { severityWords } from '../../incidents/words';
import { useApi } from '../../live/live-context';
import type { RulePlaces } from './places';
import classes from './rules.module.css';
import { originWords, scheduleWords, whereWords } from './words';

export function RuleItem({ rule, places }: { rule: AlertRule; places: RulePlaces }) {
  const where = whereWords(rule.where, places);
  const outside = rule.severityOutsideHours;
  return (
    <li className={classes.rule} data-off={!rule.enabled}>
      <div className={classes.who}>
        <h3>
          <Link href={`/alerting/rules?rule=${encodeURIComponent(rule.key)}`}>{rule.name}</Link>
        </h3>
        <p>{rule.threshold}</p>
      </div>
      <div className={classes.how}>
        <p>
          {severityWords[rule.severity]}
          {outside !== null && `, outside of service hours ${severityWords[outside].toLowerCase()}`}
          {rule.audience === 'administrators' && ', administrators'}
          {rule.audience === 'team' && ', its supervisors'}
        </p>
        <p className={classes.detail}>{where === '' ? 'Everywhere' : where}</p>
        {rule.schedule !== null && <p className={classes.detail}>{scheduleWords(rule.schedule)}</p>}
      </div>
      <div className={classes.state}>
        <Switch rule={rule} />
        <p className={classes.detail}>{originWords[rule.origin]}</p>
      </div>
    </li>
  );
}

function Switch({ rule }: { rule: AlertRule }) {
  const api = useApi();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const { origin, threshold: _threshold, ...input } = rule;

  async function turn(): Promise<void> {
    setBusy(true);
    const reply = await api.command({ command: 'save-rule', rule: { ...input, enabled: !rule.enabled } });
    setBusy(false);
    setRefused(reply.status === 'refused' ? reply.message : '');
  }

  return (
    <div className={classes.switch}>
      <span>{rule.enabled ? 'On' : 'Off'}</span>
      {origin !== 'file' && (
        <Button
          size="xs"
          variant="default"
          disabled={busy}
          aria-label={`Turn ${rule.name} ${rule.enabled ? 'off' : 'on'}: ${rule.threshold}`}
          onClick={() => void turn()}
        >
          Turn {rule.enabled ? 'off' : 'on'}
        </Button>
      )}
      {refused !== '' && (
        <p className={classes.fault} role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}
