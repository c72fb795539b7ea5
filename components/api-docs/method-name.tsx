/** The method of an operation; one that changes something stands out by its weight. */
import classes from './api-docs.module.css';

export function MethodName({ method }: { method: string }) {
  return (
    <span className={classes.method} data-changes={method !== 'GET'}>
      {method}
    </span>
  );
}
