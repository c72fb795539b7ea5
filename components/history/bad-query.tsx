/** An address that asks for what makes no sense: what is wrong with it, and the way back. */
import Link from 'next/link';
import classes from './bad-query.module.css';

export function BadQuery({ errors, href }: { errors: readonly { path: string; message: string }[]; href: string }) {
  return (
    <div className={classes.bad}>
      <h1>This address cannot be shown</h1>
      <ul>
        {errors.map((e) => (
          <li key={e.path}>
            <code>{e.path}</code> {e.message}
          </li>
        ))}
      </ul>
      <Link href={href}>Show the usual range</Link>
    </div>
  );
}
