/** In the place of a page that needs the configuration while the file on this machine is wrong: what is, and that measuring goes on. */
import classes from './page.module.css';

export function FileRefusedView({ faults }: { faults: readonly string[] }) {
  return (
    <>
      <h1>The configuration file is refused</h1>
      <section className={classes.card} aria-label="What is wrong">
        <p className={classes.sentence}>
          It was edited and cannot be in force as it is. What was in force before goes on, and nothing can be changed
          here until the file is put right; then load this page again.
        </p>
        <ul className={classes.problems}>
          {faults.map((fault) => (
            <li key={fault}>
              <code>{fault}</code>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
