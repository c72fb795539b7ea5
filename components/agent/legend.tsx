/** What the lanes' shapes mean. How long each lasted is nobody's business (DESIGN §5c), and so not said. */
import { healthWord } from '../health/words';
import classes from './legend.module.css';

const kinds = ['connected', 'unstable', 'at-risk', 'forced-out', 'logged-out'] as const;
const states = [
  { kind: 'state', words: 'Ready' },
  { kind: 'busy', words: 'on a call, or after it' },
  { kind: 'not-ready', words: 'Not Ready' },
] as const;

export function Legend({ several }: { several: boolean }) {
  return (
    <ul className={classes.legend}>
      {kinds.map((kind) => (
        <li key={kind}>
          <span className={classes.swatch} data-kind={kind} />
          {healthWord(kind)}
        </li>
      ))}
      <li>
        <span className={classes.swatch} data-kind="unobserved" />
        Unknown, not observed, or no longer kept
      </li>
      {states.map(({ kind, words }) => (
        <li key={kind}>
          <span className={classes.swatch} data-kind={kind} />
          {words}
        </li>
      ))}
      <li>
        <span className={classes.swatch} data-kind="acted" />
        Finesse acted
      </li>
      {several && (
        <li>
          <span className={classes.swatch} data-kind="several" />
          several in a short time
        </li>
      )}
    </ul>
  );
}
