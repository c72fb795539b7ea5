'use client';
/** When the rule would have fired, asked before it is saved. */
import { Button, Progress } from '@mantine/core';
import type { ReplayFiring, ReplayResult, RuleInput } from '#contract';
import { formatDuration, plural } from '../../format/units';
import { useNow } from '../../live/live-context';
import { Moment } from '../../session/moment';
import classes from './rules.module.css';
import { Strip } from './strip';
import { useReplay } from './use-replay';

const ranges = [1, 7, 30] as const;

/** @param rule null: it is not complete yet */
export function DryRun({ rule }: { rule: RuleInput | null }) {
  const now = useNow();
  const { state, run, stop } = useReplay();
  const isOld = state.kind === 'result' && JSON.stringify(state.rule) !== JSON.stringify(rule);
  return (
    <section className={classes.part} aria-label="Dry run">
      <h3>Dry run</h3>
      <p className={classes.detail}>When it would have fired over what is stored, before anybody is told by it.</p>
      <div className={classes.actions}>
        {ranges.map((days) => (
          <Button
            key={days}
            size="sm"
            variant="default"
            disabled={rule === null || state.kind === 'running'}
            onClick={() => rule !== null && void run(rule, days, now)}
          >
            Last {plural(days, 'day')}
          </Button>
        ))}
        {state.kind === 'running' && (
          <Button size="sm" variant="subtle" onClick={stop}>
            Stop
          </Button>
        )}
      </div>
      <div className={classes.outcome} role="status">
        {rule === null && state.kind === 'none' && 'Complete the rule first.'}
        {state.kind === 'running' && (state.of === 0 ? 'Reading …' : `${state.done} of ${state.of} parts read`)}
        {state.kind === 'failed' && <span className={classes.fault}>{state.words}</span>}
        {state.kind === 'result' &&
          `${isOld ? 'Before the last change: ' : ''}${resultWords(state.result, state.days)}`}
      </div>
      {state.kind === 'running' && (
        <Progress
          value={state.of === 0 ? 0 : (100 * state.done) / state.of}
          aria-label="How much of the history is read"
        />
      )}
      {state.kind === 'result' && <Found result={state.result} />}
    </section>
  );
}

function resultWords({ total, subjects, firings, from, to, unobserved }: ReplayResult, days: number): string {
  const range = days === 1 ? 'the last day' : `the last ${days} days`;
  const unseen = unobserved.reduce((sum, u) => sum + Math.min(u.to, to) - Math.max(u.from, from), 0);
  if (total === 0 && unseen > (to - from) / 100)
    return `It would not have fired in the ${formatDuration(to - from - unseen)} of ${range} that Holdfast was watching.`;
  if (total === 0) return `It would not have fired in ${range}.`;
  const listed = firings.length < total ? ` The newest ${firings.length} are listed.` : '';
  return `It would have fired ${plural(total, 'time')} in ${range}, for ${plural(subjects, 'subject')}.${listed}`;
}

function Found({ result }: { result: ReplayResult }) {
  return (
    <>
      <Strip result={result} />
      {result.firings.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label="When it would have fired">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Fired</th>
                <th scope="col">For</th>
                <th scope="col">What</th>
                <th scope="col">Samples</th>
              </tr>
            </thead>
            <tbody>
              {[...result.firings].reverse().map((f) => (
                <tr key={`${f.subject} ${f.firedAt}`}>
                  <td>
                    <Moment at={f.firedAt} />
                  </td>
                  <td className="hf-figures">{lastedWords(f, result.to)}</td>
                  <td>{f.title}</td>
                  <td>{samplesWords(f)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <ul className={classes.notes}>
        {result.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

function lastedWords({ firedAt, endedAt }: ReplayFiring, to: number): string {
  return endedAt === null ? `${formatDuration(to - firedAt)}, and on` : formatDuration(endedAt - firedAt);
}

function samplesWords({ samples }: ReplayFiring): string {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return '';
  return first.text === last.text ? first.text : `${first.text} … ${last.text}`;
}
