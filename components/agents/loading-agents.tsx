/** Until everybody has been read: the page's frame, and what it waits for. */
import classes from './agents-view.module.css';

export function LoadingAgents() {
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>Agents</h1>
        <p role="status">Reading everybody in sight…</p>
      </div>
      <div className={classes.waiting} />
    </div>
  );
}
