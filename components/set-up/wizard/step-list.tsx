'use client';
/** Where one is: every step with whether it is done; on a telephone only the number and the name. */
import type { Draft } from './draft';
import { isReachable, type StepId, stepsFor, stepWords } from './steps';
import classes from './wizard.module.css';

interface Props {
  draft: Draft;
  step: StepId;
  go(step: StepId): void;
}

export function StepList({ draft, step, go }: Props) {
  const order = stepsFor(draft);
  const at = order.indexOf(step);
  return (
    <nav aria-label="Steps" className={classes.steps}>
      <p className={classes.where}>
        Step {at + 1} of {order.length}: {stepWords(step)}
      </p>
      <ol>
        {order.map((id, n) => (
          <li key={id} data-state={n < at ? 'done' : n === at ? 'now' : 'ahead'}>
            <button
              type="button"
              disabled={!isReachable(draft, id)}
              aria-current={id === step ? 'step' : undefined}
              onClick={() => go(id)}
            >
              <span className={classes.number} aria-hidden="true">
                {n < at ? '✓' : n + 1}
              </span>
              {stepWords(id)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
