/** What a change would do, place by place; secrets are told as changed, never shown. */
import type { ConfigDifference } from '#contract';
import classes from './editor.module.css';

const kindWords = {
  cluster: 'Cluster',
  channel: 'Channel',
  setting: 'Setting',
  rule: 'Rule',
  window: 'Window',
} as const;

export function DifferenceList({ differences }: { differences: readonly ConfigDifference[] }) {
  return (
    <ul className={classes.differences}>
      {differences.map((d) => (
        <li key={`${d.kind} ${d.key} ${d.path}`}>
          <p>
            {kindWords[d.kind]} <b>{d.key}</b>
            {d.path !== '' && (
              <>
                , <code>{d.path}</code>
              </>
            )}
          </p>
          <Change was={d.was} is={d.is} />
        </li>
      ))}
    </ul>
  );
}

function Change({ was, is }: Pick<ConfigDifference, 'was' | 'is'>) {
  return (
    <div className={classes.change}>
      {was !== null && (
        <del>
          <span className="hf-hidden">was </span>
          {was}
        </del>
      )}
      {is !== null && (
        <ins>
          <span className="hf-hidden">{was === null ? 'new: ' : 'becomes '}</span>
          {is}
        </ins>
      )}
      {is === null && <span className={classes.gone}>taken out</span>}
    </div>
  );
}
