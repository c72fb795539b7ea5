/** One schema that has a name. */
import Link from 'next/link';
import classes from './api-docs.module.css';
import type { Shape } from './model';
import { ShapeBody, ShapeWords } from './schema-shape';

export function SchemaPage({ name, shape }: { name: string; shape: Shape }) {
  return (
    <article className={classes.operation}>
      <p className={classes.back}>
        <Link href="/api-docs">API</Link> / Schemas
      </p>
      <h1>{name}</h1>
      <ShapeWords shape={shape} />
      <ShapeBody shape={shape} />
    </article>
  );
}
