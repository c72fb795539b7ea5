'use client';
/** What the facts of an incident come to: figures, one axis for everything, causes, changes, and what to collect. */
import { Button } from '@mantine/core';
import { Panel } from '../board/panel';
import { AgentsTable } from './agents-table';
import classes from './outage.module.css';
import { OutageChart } from './outage-chart';
import { OutageFigures } from './outage-figures';
import type { ReviewState } from './use-review';

export function OutageReviewPanel({ state }: { state: ReviewState }) {
  const { review, failed, names, setNames, retry } = state;
  if (review === null)
    return (
      <Panel title="Outage review">
        <div className={classes.waiting} role="status">
          {failed ? (
            <>
              <p>The review could not be read.</p>
              <Button variant="default" onClick={retry}>
                Try again
              </Button>
            </>
          ) : (
            <p>Putting together what was recorded …</p>
          )}
        </div>
      </Panel>
    );
  const left = review.sessionsLeftOut;
  return (
    <>
      {review.gone.length > 0 && (
        <div className={classes.gone}>
          {review.gone.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      <Panel title="Outage review" rule={failed ? 'could not be read again just now' : 'from what was recorded'}>
        <OutageFigures review={review} />
      </Panel>
      <Panel
        title="On one axis"
        rule={`between the dashed lines: the trouble${left === 0 ? '' : `; ${left} more sessions are not drawn`}`}
      >
        <OutageChart review={review} />
        <AgentsTable review={review} names={names} onNames={setNames} />
      </Panel>
    </>
  );
}
