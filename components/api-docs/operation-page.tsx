/** One operation: what it is for, what it takes, what it answers, examples, and a try. */
import Link from 'next/link';
import classes from './api-docs.module.css';
import { CodeBlock } from './code-block';
import { MethodName } from './method-name';
import { curlOf, type OperationView, typescriptOf } from './model';
import { FieldList, inWords, ShapeBody, ShapeWords } from './schema-shape';
import { TryIt } from './try-it';

export function OperationPage({ operation }: { operation: OperationView }) {
  const { method, path, summary, about, needs, parameters, body, calls } = operation;
  const shown = calls.find((call) => call.status < 400) ?? calls[0];
  return (
    <article className={classes.operation}>
      <p className={classes.back}>
        <Link href="/api-docs">API</Link> / {operation.tag}
      </p>
      <h1>{summary}</h1>
      <p className={classes.path}>
        <MethodName method={method} /> <code>{path}</code>
      </p>
      {about !== null && <p className={classes.prose}>{inWords(about)}</p>}
      <p className={classes.quiet}>
        {needs === 'open' ? 'Open to everybody.' : inWords(`Needs the right \`${needs}\`.`)}
      </p>
      {shown !== undefined && (
        <section aria-labelledby="examples">
          <h2 id="examples">Example: {shown.name}</h2>
          <div className={classes.examples}>
            <CodeBlock label="curl" text={curlOf(method, shown)} />
            <CodeBlock label="TypeScript" text={typescriptOf(method, shown)} />
          </div>
        </section>
      )}
      {parameters.length > 0 && (
        <section aria-labelledby="parameters">
          <h2 id="parameters">Parameters</h2>
          <FieldList fields={parameters} />
        </section>
      )}
      {operation.canTry && (
        <section aria-labelledby="try">
          <h2 id="try">Try it</h2>
          <p className={classes.quiet}>Asks this Holdfast, as you.</p>
          <TryIt key={operation.id} path={path} parameters={parameters} given={shown?.params ?? {}} />
        </section>
      )}
      {body !== null && (
        <section aria-labelledby="body">
          <h2 id="body">Body</h2>
          <ShapeWords shape={body} />
          <ShapeBody shape={body} />
        </section>
      )}
      <Answers operation={operation} />
    </article>
  );
}

function Answers({ operation: { answers, refusals } }: { operation: OperationView }) {
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Answers</h2>
      <dl className={classes.answers}>
        {answers.map(({ status, what, types }) => (
          <div key={status} className={classes.answer}>
            <dt>{status}</dt>
            <dd>
              <p>{inWords(what)}</p>
              {types.map(({ type, shape }) => (
                <div key={type}>
                  <p>
                    <code className={classes.quiet}>{type}</code> {shape !== null && <ShapeWords shape={shape} />}
                  </p>
                  {shape !== null && <ShapeBody shape={shape} />}
                </div>
              ))}
            </dd>
          </div>
        ))}
        <div className={classes.answer}>
          <dt>{refusals.join(', ')}</dt>
          <dd>
            <p>
              Refused: a <Link href="/api-docs?schema=Problem">Problem</Link> says why.
            </p>
          </dd>
        </div>
      </dl>
    </section>
  );
}
