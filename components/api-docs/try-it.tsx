'use client';
/** Asks for real, as whoever is signed in here, and shows what comes back. Reads only. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useBasePath } from '../people/viewer-context';
import classes from './api-docs.module.css';
import type { Parameter } from './model';

interface Props {
  path: string;
  parameters: readonly Parameter[];
  given: Readonly<Record<string, string>>;
}

interface Told {
  status: number;
  headers: string;
  body: string;
}

const SHOWN = 40_000;
const headersShown = ['content-type', 'etag', 'link', 'ratelimit', 'retry-after'];

export function TryIt({ path, parameters, given }: Props) {
  const basePath = useBasePath();
  const [values, setValues] = useState(given);
  const [told, setTold] = useState<Told | 'asking' | 'no answer' | null>(null);
  const address = addressOf(path, parameters, values);

  async function ask(e: FormEvent): Promise<void> {
    e.preventDefault();
    setTold('asking');
    setTold(await answerTo(`${basePath}${address}`));
  }

  return (
    <form onSubmit={(e) => void ask(e)} className={classes.try}>
      {parameters.map(({ name, required, choices }) => {
        const common = { label: name, required, value: values[name] ?? '', size: 'sm' as const };
        const set = (value: string) => setValues((all) => ({ ...all, [name]: value }));
        return choices === null ? (
          <TextInput key={name} {...common} onChange={(e) => set(e.currentTarget.value)} spellCheck={false} />
        ) : (
          <NativeSelect
            key={name}
            {...common}
            data={[{ value: '', label: 'any' }, ...choices]}
            onChange={(e) => set(e.currentTarget.value)}
          />
        );
      })}
      <p className={classes.address}>
        <code>GET {address}</code>
      </p>
      <Button type="submit" loading={told === 'asking'}>
        Send
      </Button>
      <div role="status" className={classes.told}>
        {told === 'no answer' && <p>Holdfast did not answer. Try again.</p>}
        {told !== null && typeof told === 'object' && (
          <>
            <p>
              <strong>{told.status}</strong> <code className={classes.quiet}>{told.headers}</code>
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
            <section tabIndex={0} aria-label="Answer" className={classes.scroll}>
              <pre>
                <code>{told.body}</code>
              </pre>
            </section>
          </>
        )}
      </div>
    </form>
  );
}

function addressOf(path: string, parameters: readonly Parameter[], values: Readonly<Record<string, string>>): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const asked = parameters.filter((p) => p.in === 'query' && (values[p.name] ?? '') !== '');
  const query = new URLSearchParams(asked.map((p) => [p.name, values[p.name] ?? ''])).toString();
  return query === '' ? filled : `${filled}?${query}`;
}

async function answerTo(address: string): Promise<Told | 'no answer'> {
  try {
    const answer = await fetch(address, { cache: 'no-store' });
    const text = await answer.text();
    const headers = headersShown.flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [`${name}: ${value}`];
    });
    return { status: answer.status, headers: headers.join(' · '), body: shortened(pretty(text)) };
  } catch {
    return 'no answer';
  }
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const shortened = (text: string): string =>
  text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\n… ${text.length - SHOWN} more characters`;
