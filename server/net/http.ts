/** HTTP to configured URLs: connections only to where one may connect, redirects never followed, so that no credential goes to another host. */
import { Agent, buildConnector, fetch as send } from 'undici';
import { AddressRefused, guardedLookup, isRefusedLiteral } from './guard';

/** For undici: dials, and makes TLS, only to addresses that are not refused. */
export function guardedConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const open = buildConnector({ ...options, lookup: guardedLookup });
  return (where, done) => {
    if (isRefusedLiteral(where.hostname)) done(new AddressRefused(where.hostname), null);
    else open(where, done);
  };
}

const CONNECT_TIMEOUT_MS = 10_000;

export interface GuardedRequest {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

/**
 * As `fetch`. Rejects with an error whose cause has a code; a redirect comes back as what it is. The body is read as a whole, on a
 * connection of its own.
 * @param maxBytes a longer body rejects
 */
export async function fetchGuarded(url: string, request: GuardedRequest, maxBytes = 1 << 20): Promise<Response> {
  const dispatcher = new Agent({
    connect: guardedConnector({ timeout: CONNECT_TIMEOUT_MS }),
    maxResponseSize: maxBytes,
  });
  try {
    const answer = await send(url, { ...request, redirect: 'manual', dispatcher });
    const body = await answer.arrayBuffer();
    // RFC 9110 §6.4.1: these have none.
    const hasBody = answer.status >= 200 && ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? body : null, { status: answer.status, headers: [...answer.headers] });
  } finally {
    void dispatcher.destroy().catch(() => undefined);
  }
}
