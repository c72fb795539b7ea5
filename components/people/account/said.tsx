/** What came of it, in a line that has its place from the start. */
import classes from './account.module.css';

export function Said({ wrong, well }: { wrong: string; well: string }) {
  return (
    <p role="status" className={classes.said} data-wrong={wrong !== ''}>
      {wrong === '' ? well : wrong}
    </p>
  );
}
