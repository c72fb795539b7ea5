/** Every rule, and whether it finds something. */
import { formatCount } from '../../format/units';
import type { RuleRow } from './model';
import classes from './now.module.css';

export function RulesTable({ rows }: { rows: readonly RuleRow[] }) {
  return (
    <div className={classes.part}>
      <h3 id="what-is-looked-at">What is looked at</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-labelledby="what-is-looked-at">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col">Fires when</th>
              <th scope="col">Looks</th>
              <th scope="col" className={classes.number}>
                Firing
              </th>
              <th scope="col" className={classes.number}>
                Pending
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((r) => (
              <tr key={r.key} data-off={r.looks !== 'looking'}>
                <th scope="row">{r.name}</th>
                <td>{r.threshold}</td>
                <td>{r.looks === 'looking' ? 'yes' : r.looks}</td>
                <td className={classes.number}>{r.firing === 0 ? '–' : formatCount(r.firing)}</td>
                <td className={classes.number}>{r.pending === 0 ? '–' : formatCount(r.pending)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
