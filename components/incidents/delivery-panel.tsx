'use client';
/** Who was told of an incident, and each try to. */
import type { IncidentSnapshot } from '#contract';
import { Panel, PanelEmpty } from '../board/panel';
import { formatRtt } from '../format/units';
import { Moment } from '../session/moment';
import classes from './incidents.module.css';

type Delivery = IncidentSnapshot['deliveries'][number];

export function DeliveryPanel({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <Panel title="Who was told">
      {deliveries.length === 0 && <PanelEmpty>Nobody outside of these pages.</PanelEmpty>}
      {deliveries.length > 0 && (
        <ol className={classes.timeline}>
          {deliveries.map((d) => (
            <li key={d.id} className={classes.entry}>
              <Moment at={d.deliveredAt ?? d.createdAt} />
              <span>
                {d.channel}, {d.transition.split('-')[0]}: {statusWords[d.status]}
                {d.status === 'dead' && ` after ${d.tries} tries`}
                {d.status === 'waiting' && d.condition !== null && ` (${d.condition})`}
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

const statusWords: Record<Delivery['status'], string> = {
  delivered: 'delivered',
  waiting: 'not delivered yet',
  dead: 'given up',
};

function Tries({ delivery }: { delivery: Delivery }) {
  return (
    <ul className={classes.tries}>
      {delivery.attempts.map((a) => (
        <li key={a.at}>
          <Moment at={a.at} />: {a.condition ?? 'taken'}, {formatRtt(a.tookMs)} ms
        </li>
      ))}
    </ul>
  );
}
