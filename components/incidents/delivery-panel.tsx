'use client';
/** Who was told of an incident, and each try to. */
import Link from 'next/link';
import type { IncidentSnapshot } from '#contract';
import { conditionWords, statusWords, transitionWords } from '../alerting/shell/delivery-words';
import { Panel, PanelEmpty } from '../board/panel';
import { formatRtt, plural } from '../format/units';
import { Moment } from '../session/moment';
import classes from './incidents.module.css';

type Delivery = IncidentSnapshot['deliveries'][number];

export function DeliveryPanel({ incidentId, deliveries }: { incidentId: string; deliveries: readonly Delivery[] }) {
  return (
    <Panel
      title="Who was told"
      right={<Link href={`/alerting/deliveries?incident=${encodeURIComponent(incidentId)}`}>All deliveries</Link>}
    >
      {deliveries.length === 0 && <PanelEmpty>Nobody outside of these pages.</PanelEmpty>}
      {deliveries.length > 0 && (
        <ol className={classes.timeline}>
          {deliveries.map((d) => (
            <li key={d.id} className={classes.entry}>
              <Moment at={d.deliveredAt ?? d.createdAt} />
              <span>
                {d.channel}, {transitionWords(d.transition).toLowerCase()}: {statusWords[d.status].toLowerCase()}
                {d.status === 'dead' && ` after ${plural(d.tries, 'try', 'tries')}`}
                {d.status === 'waiting' && d.condition !== null && ` (${conditionWords(d.condition)})`}
                {d.bundled.length > 0 && `, with ${d.bundled.length} more in the same message`}
                {d.attempts.length > 1 || d.attempts.some((a) => a.condition !== null) ? <Tries delivery={d} /> : null}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Tries({ delivery }: { delivery: Delivery }) {
  return (
    <ul className={classes.tries}>
      {delivery.attempts.map((a) => (
        <li key={a.at}>
          <Moment at={a.at} />: {a.condition === null ? 'taken' : conditionWords(a.condition)}, {formatRtt(a.tookMs)} ms
        </li>
      ))}
    </ul>
  );
}
