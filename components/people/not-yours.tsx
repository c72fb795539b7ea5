/** What somebody sees who is signed in and asks for what is not theirs. */
import { HomeLink } from './home-link';
import classes from './people.module.css';

export function NotYours() {
  return (
    <section className={classes.notice}>
      <h1>This page is not yours to see</h1>
      <p>Your sign-in does not include it. Whoever administers Holdfast can change that.</p>
      <p>
        <HomeLink />
      </p>
    </section>
  );
}
