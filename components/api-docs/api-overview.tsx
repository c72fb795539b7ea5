/** How the API is used, and every operation that there is. */
import Link from 'next/link';
import classes from './api-docs.module.css';
import { CodeBlock } from './code-block';
import { MethodName } from './method-name';
import type { TagView } from './model';
import { inWords } from './schema-shape';

const first = `export HOLDFAST_URL=https://holdfast.example
export HOLDFAST_KEY=hfk_…
curl -H "Authorization: Bearer $HOLDFAST_KEY" "$HOLDFAST_URL/api/v1/sessions?phase=backoff"`;

export const rules = [
  'A program brings a key: `Authorization: Bearer hfk_…`. An administrator makes keys in the settings, with what they may and until when.',
  'Times are milliseconds since 1970 in UTC, durations milliseconds, shares 0 to 1.',
  'Lists answer `items` and `next`: ask again with `cursor=` and what `next` said, until it is null.',
  'Every answer to a GET in JSON carries an `ETag`; sent back as `If-None-Match`, what is unchanged comes as 304 without a body.',
  'Refusals are problem details (RFC 9457): `title`, often `detail`, and `errors` with the places that are wrong.',
  '`RateLimit` says how many requests are left; 429 comes with `Retry-After`.',
  'Fields may be added; what is there stays as it is within `v1`.',
  'There is no report and no export of single agents: Holdfast looks for faults, not at performance.',
] as const;

export function ApiOverview({ tags, download }: { tags: readonly TagView[]; download: string }) {
  return (
    <div className={classes.overview}>
      <h1>API</h1>
      <ul className={classes.rules}>
        {rules.map((rule) => (
          <li key={rule}>{inWords(rule)}</li>
        ))}
      </ul>
      <CodeBlock label="First request" text={first} />
      <p className={classes.prose}>
        <a href={download}>The description as OpenAPI 3.1</a>, for programs that make clients of it;{' '}
        <code>npm run api-types -- FILE</code> writes its types for TypeScript.
      </p>
      {tags.map((tag) => (
        <section key={tag.name} aria-labelledby={`tag-${idOf(tag.name)}`} className={classes.tag}>
          <h2 id={`tag-${idOf(tag.name)}`}>{tag.name}</h2>
          <p className={classes.quiet}>{tag.about}</p>
          <ul className={classes.operations}>
            {tag.operations.map(({ id, method, path, summary }) => (
              <li key={id} className={classes.row}>
                <MethodName method={method} />
                <span className={classes.where}>
                  <Link href={`/api-docs?operation=${id}`}>{summary}</Link>
                  <code>{path}</code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const idOf = (name: string): string => name.toLowerCase().replace(/\W+/g, '-');
