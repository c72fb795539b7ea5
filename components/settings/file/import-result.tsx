/** What a look at a file said. */
import type { ConfigImported } from '#contract';
import { plural } from '../../format/units';
import { DifferenceList } from '../form/difference-list';
import classes from '../shell/page.module.css';
import { linesAround, standingOf } from './model';

interface Props {
  looked: ConfigImported;
  yaml: string;
  /** It was applied. */
  done: boolean;
}

export function ImportResult({ looked, yaml, done }: Props) {
  const standing = standingOf(looked);
  if (done) return <p>Applied.</p>;
  switch (standing.is) {
    case 'nothing':
      return null;
    case 'wrong':
      return (
        <>
          <h3>{plural(looked.problems.length, 'thing')} to put right first; nothing was changed</h3>
          <ol className={classes.problems}>
            {looked.problems.map((p) => (
              <li key={`${p.line} ${p.path} ${p.message}`}>
                <p>
                  {p.line !== null && <b>Line {p.line}: </b>}
                  {p.path !== '' && <code>{p.path}</code>} {p.message}
                </p>
                {p.line !== null && <Excerpt yaml={yaml} line={p.line} />}
              </li>
            ))}
          </ol>
        </>
      );
    case 'asking':
      return <p>The file leaves {plural(standing.names.length, 'secret')} out: give them above, then look again.</p>;
    case 'same':
      return <p>Nothing would change: all of it is in force already.</p>;
    case 'ready':
      return (
        <>
          <h3>What changes</h3>
          <DifferenceList differences={looked.differences} />
          {looked.readOnly.length > 0 && (
            <>
              <h3>What stays, because it stands in a file on this machine</h3>
              <DifferenceList differences={looked.readOnly} />
            </>
          )}
        </>
      );
  }
}

function Excerpt({ yaml, line }: { yaml: string; line: number }) {
  return (
    <pre className={classes.code}>
      {linesAround(yaml, line).map(([n, text]) => (
        <span key={n} className={classes.line} data-here={n === line || undefined}>
          {String(n).padStart(4)} {text}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
