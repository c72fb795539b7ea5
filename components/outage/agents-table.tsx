'use client';
/** The agents of an outage as a table: what the lanes show, in words. */
import { Switch } from '@mantine/core';
import type { OutageReview } from '#contract';
import { formatCount, formatDuration } from '../format/units';
import { outcomeWords } from '../health/words';
import { Moment } from '../session/moment';
import { agentLabel } from './axis';
import classes from './outage.module.css';

interface Props {
  review: OutageReview;
  names: boolean;
  onNames(names: boolean): void;
}

export function AgentsTable({ review, names, onNames }: Props) {
  const { lanes, lanesLeftOut } = review;
  if (lanes.length === 0) return null;
  return (
    <details className={classes.details}>
      <summary>Agents as a table ({formatCount(lanes.length + lanesLeftOut)})</summary>
      <Switch
        className={classes.switch}
        checked={names}
        onChange={(e) => onNames(e.currentTarget.checked)}
        label="Show names (it is recorded who looked)"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1) */}
      <section className={classes.scroll} tabIndex={0} aria-label="Agents">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Team</th>
              <th scope="col">Site</th>
              <th scope="col">Side</th>
              <th scope="col">Lost</th>
              <th scope="col">What came of it</th>
              <th scope="col">Connected after</th>
              <th scope="col">Ready after</th>
            </tr>
          </thead>
          <tbody>
            {lanes.map((a) => (
              <tr key={`${a.id} ${a.wentAt}`}>
                <th scope="row">
                  {agentLabel(a)}
                  {a.onCall && ' (on a call)'}
                </th>
                <td>{a.teamName}</td>
                <td>{a.site ?? '–'}</td>
                <td>{a.side ?? '–'}</td>
                <td>
                  <Moment at={a.wentAt} />
                </td>
                <td>{a.outcome === null ? 'nothing' : outcomeWords(a.outcome)}</td>
                <td>{a.back === null ? '–' : `${formatDuration(a.back.at - a.wentAt)} on ${a.back.side ?? '?'}`}</td>
                <td>{a.readyAt === null ? '–' : formatDuration(a.readyAt - a.wentAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {lanesLeftOut > 0 && (
        <p className={classes.small}>{formatCount(lanesLeftOut)} more are counted above and not listed.</p>
      )}
    </details>
  );
}
