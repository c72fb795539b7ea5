'use client';
/** On every page: an urgent incident that nobody has taken yet, over the page's lower edge, so that nothing moves. */
import { Button, CloseButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useMemo, useState } from 'react';
import { type Incident, scopeOf } from '#contract';
import { useApi } from '../live/live-context';
import { IfMay } from '../people/viewer-context';
import { Moment } from '../session/moment';
import { useIncidents } from './incidents-context';
import classes from './notice.module.css';
import { useNoticeAlarm } from './notice-alarm';
import { type Notice, noticesOf } from './notice-model';
import { SeverityMark } from './severity-mark';

export function IncidentNotice() {
  const incidents = useIncidents();
  const path = usePathname();
  const teams = useSearchParams().get('teams');
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const notices = useMemo(
    () => (incidents === null ? null : noticesOf(incidents, { scope: scopeOf(teams), path, hidden })),
    [incidents, teams, path, hidden],
  );
  const said = useNoticeAlarm(notices);
  const [first, ...more] = notices ?? [];
  return (
    <>
      <p className="hf-hidden" role="status">
        {said}
      </p>
      {first !== undefined && (
        <Strip
          key={first.key}
          notice={first}
          more={more.length}
          onHide={() => setHidden((was) => new Set([...was, first.key]))}
        />
      )}
    </>
  );
}

function Strip({ notice: { incident }, more, onHide }: { notice: Notice; more: number; onHide: () => void }) {
  return (
    <aside className={classes.strip} data-severity={incident.severity} data-notice aria-label="Open incident">
      <IconAlertTriangle size={20} className={classes.icon} aria-hidden="true" />
      <div className={classes.what}>
        <p className={classes.title}>
          <Link href={`/incidents/${encodeURIComponent(incident.id)}`}>{incident.title}</Link>
        </p>
        <p className={classes.detail}>
          <SeverityMark incident={incident} /> since <Moment at={incident.firstSignAt} />
          {more > 0 && (
            <>
              , <Link href="/incidents">and {more} more</Link>
            </>
          )}
        </p>
      </div>
      <IfMay need="answer-incidents">
        <Acknowledge incident={incident} />
      </IfMay>
      <CloseButton size={44} aria-label="Hide this notice" title="Hide this notice" onClick={onHide} />
    </aside>
  );
}

function Acknowledge({ incident }: { incident: Incident }) {
  const api = useApi();
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState('');

  async function send(): Promise<void> {
    setSending(true);
    const reply = await api.command({ command: 'acknowledge-incident', incidentId: incident.id });
    // When it is taken, the incident itself says so, and the notice goes.
    setSending(false);
    setRefusal(reply.status === 'refused' ? reply.message : '');
  }

  return (
    <div className={classes.do}>
      <Button size="sm" className={classes.button} loading={sending} onClick={() => void send()}>
        Acknowledge
      </Button>
      <span role="status" className={classes.refusal}>
        {refusal}
      </span>
    </div>
  );
}
