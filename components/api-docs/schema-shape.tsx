/** A schema in words: what a value is, and its fields with what each is for. */
import Link from 'next/link';
import classes from './api-docs.module.css';
import type { Field, Shape } from './model';

export function ShapeWords({ shape }: { shape: Shape }) {
  return (
    <code className={classes.type}>
      {shape.words.map(({ text, schema }, i) =>
        schema === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: words never move
          <span key={i}>{text}</span>
        ) : (
          <Link key={schema} href={`/api-docs?schema=${schema}`}>
            {text}
          </Link>
        ),
      )}
    </code>
  );
}

/** Fields and variants, as deep as they are written out. */
export function ShapeBody({ shape }: { shape: Shape }) {
  if (shape.fields.length === 0 && shape.variants.length === 0) return null;
  return (
    <>
      {shape.fields.length > 0 && <FieldList fields={shape.fields} />}
      {shape.variants.length > 0 && (
        <ol className={classes.variants}>
          {shape.variants.map((variant, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: variants never move
            <li key={i}>
              <p className={classes.variant}>{titleOf(variant, i)}</p>
              <ShapeBody shape={variant} />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** By the field that tells it from the others. */
function titleOf(variant: Shape, i: number): string {
  const mark = variant.fields.find((f) => f.shape.words.length === 1 && f.shape.words[0]?.text.startsWith('"'));
  return mark === undefined ? `${i + 1}.` : `${mark.name}: ${mark.shape.words[0]?.text ?? ''}`;
}

export function FieldList({ fields }: { fields: readonly Field[] }) {
  return (
    <ul className={classes.fields}>
      {fields.map((field) => (
        <li key={field.name} className={classes.field}>
          <p className={classes.line}>
            <code className={classes.fieldName}>{field.name}</code> <ShapeWords shape={field.shape} />
            {!field.required && <span className={classes.quiet}> optional</span>}
          </p>
          {field.about !== null && <p className={classes.about}>{inWords(field.about)}</p>}
          {field.shape.notes.length > 0 && <p className={classes.notes}>{field.shape.notes.join(', ')}</p>}
          <ShapeBody shape={field.shape} />
        </li>
      ))}
    </ul>
  );
}

/** What stands between backquotes is code. */
export function inWords(text: string) {
  return text.split('`').map((part, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
    i % 2 === 0 ? part : <code key={i}>{part}</code>,
  );
}
