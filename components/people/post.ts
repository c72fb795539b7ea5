/** Sends what a form holds, and says in a sentence what came of it. */
export type Posted = { ok: true } | { ok: false; sentence: string };

export async function postJson(url: string, body: unknown, method = 'POST'): Promise<Posted> {
  try {
    const answer = await fetch(url, {
      ...{ method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    });
    if (answer.ok) return { ok: true };
    const said: unknown = await answer.json().catch(() => null);
    return { ok: false, sentence: sentenceOf(said) };
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
