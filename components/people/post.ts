/** Sends what a form holds, and says in a sentence what came of it. */
import type { z } from 'zod';

export type Posted = { ok: true } | { ok: false; sentence: string };
export type Answered<T> = { ok: true; value: T } | { ok: false; sentence: string };

export async function postJson(url: string, body: unknown, method = 'POST'): Promise<Posted> {
  const sent = await send(url, body, method);
  return sent.ok ? { ok: true } : sent;
}

/** The same where the answer matters. */
export async function askJson<T>(
  url: string,
  body: unknown,
  schema: z.ZodType<T>,
  method = 'POST',
): Promise<Answered<T>> {
  const sent = await send(url, body, method);
  if (!sent.ok) return sent;
  const read = schema.safeParse(sent.value);
  return read.success
    ? { ok: true, value: read.data }
    : { ok: false, sentence: 'Holdfast’s answer was not understood.' };
}

async function send(url: string, body: unknown, method: string): Promise<Answered<unknown>> {
  try {
    const answer = await fetch(url, {
      ...{ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    const said: unknown = await answer.json().catch(() => null);
    return answer.ok ? { ok: true, value: said } : { ok: false, sentence: sentenceOf(said) };
  } catch {
    return { ok: false, sentence: 'Holdfast does not answer. Try again in a moment.' };
  }
}

function sentenceOf(said: unknown): string {
  const text = (key: string) => {
    const value: unknown = typeof said === 'object' && said !== null ? Reflect.get(said, key) : null;
    return typeof value === 'string' ? value : null;
  };
  return text('detail') ?? text('title') ?? 'That did not work.';
}
