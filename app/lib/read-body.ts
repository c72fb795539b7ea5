/** The one way to read what somebody sends: JSON, not too much of it, and only what its schema knows. */
import type { z } from 'zod';
import { refusalOfJson } from '../../server/domain/http/json-refusal';
import { problem } from './problem';

export type ReadBody<T> = { status: 'ok'; value: T } | { status: 'refused'; answer: Response };

interface Options {
  maxBytes?: number;
  /** What is said when the schema refuses it. */
  title?: string;
}

const USUAL_BYTES = 64 * 1_024;
const ERRORS_TOLD = 20;

/** @returns the parsed body, or the refusal to answer with: 415 no JSON, 413 too much, 400 not what is expected, with the places */
export async function readBody<T>(
  request: Request,
  schema: z.ZodType<T>,
  { maxBytes = USUAL_BYTES, title = 'The body is not valid' }: Options = {},
): Promise<ReadBody<T>> {
  const read = await readJson(request, maxBytes);
  if (read.status === 'refused') return read;
  const parsed = schema.safeParse(read.value);
  if (parsed.success) return { status: 'ok', value: parsed.data };
  const errors = parsed.error.issues.slice(0, ERRORS_TOLD).map((i) => ({ path: i.path.join('.'), message: i.message }));
  return refused(400, title, { errors });
}

/** Any JSON, for who judges it themselves. */
export async function readJson(request: Request, maxBytes: number = USUAL_BYTES): Promise<ReadBody<unknown>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  // Also keeps forms of foreign pages out: a browser sends this type to another origin only after asking.
  if (type !== 'application/json')
    return refused(415, 'Only JSON is taken', { detail: 'Send it with `content-type: application/json`.' });
  const bytes = await bytesOf(request, maxBytes);
  if (bytes === null) return refused(413, 'The body is too large', { detail: `At most ${maxBytes} bytes are taken.` });
  const text = textOf(bytes);
  const value = text === null ? undefined : parsedOf(text);
  if (value === undefined) return refused(400, 'The body is not JSON');
  const wrong = refusalOfJson(value);
  return wrong === null ? { status: 'ok', value } : refused(400, 'The body is not valid', { detail: wrong });
}

function refused(
  status: number,
  title: string,
  more: { detail?: string; errors?: { path: string; message: string }[] } = {},
): { status: 'refused'; answer: Response } {
  return { status: 'refused', answer: problem({ status, title, ...more }) };
}

/** null = more than that; what is said of its length is not believed. */
async function bytesOf(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  return Buffer.concat(parts);
}

/** null = not UTF-8 (RFC 8259 §8.1). */
function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** undefined = no JSON. */
function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
