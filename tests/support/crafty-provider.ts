/** An OpenID Connect provider on loopback that says whatever a test wants it to say, true or not. */
import { createHash, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

export interface CraftyProvider {
  issuer: string;
  /** Who signs in next. */
  subject: string;
  /** Of the next ID token, over the usual ones. */
  says: Record<string, unknown>;
  /** Told at the second door alone. */
  tellsLater: Record<string, unknown>;
  /** Signs with a key that it does not publish. */
  forges: boolean;
  /** Lets somebody sign in at this address and @returns where the browser is sent back to. */
  visit(address: string): string;
  close(): void;
}

interface Visit {
  nonce: string;
  challenge: string;
}

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const others = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** @param now epoch milliseconds */
export async function craftyProvider(now: () => number): Promise<CraftyProvider> {
  const visits = new Map<string, Visit>();
  const server = createServer((req, res) => {
    void answer(req).then(({ status = 200, body }) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const provider: CraftyProvider = { issuer, subject: 'nobody', says: {}, tellsLater: {}, forges: false, visit, close };

  function close(): void {
    server.closeAllConnections();
    server.close();
  }

  function visit(text: string): string {
    const asked = new URL(text).searchParams;
    const code = `code-${visits.size}`;
    visits.set(code, { nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' });
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  async function answer(req: IncomingMessage): Promise<{ status?: number; body: unknown }> {
    switch (req.url) {
      case '/.well-known/openid-configuration':
        return { body: descriptionOf(issuer) };
      case '/keys':
        return {
          body: { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }] },
        };
      case '/me':
        return { body: { sub: provider.subject, ...provider.tellsLater } };
      default:
        return tokens(new URLSearchParams(await textOf(req)));
    }
  }

  /** Each code once, and only with what the challenge was made from. */
  function tokens(form: URLSearchParams): { status?: number; body: unknown } {
    const code = form.get('code') ?? '';
    const known = visits.get(code);
    visits.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (known === undefined || known.challenge !== challenge) return { status: 400, body: { error: 'invalid_grant' } };
    const at = Math.floor(now() / 1_000);
    const usual = { iss: issuer, sub: provider.subject, aud: 'holdfast', iat: at, exp: at + 300, nonce: known.nonce };
    const id_token = signed({ ...usual, ...provider.says }, provider.forges ? others.privateKey : keys.privateKey);
    return { body: { access_token: 'a-token', token_type: 'Bearer', expires_in: 300, id_token } };
  }

  return provider;
}

function descriptionOf(issuer: string) {
  return {
    ...{
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    },
    ...{ userinfo_endpoint: `${issuer}/me`, response_types_supported: ['code'], subject_types_supported: ['public'] },
    ...{ id_token_signing_alg_values_supported: ['RS256'], code_challenge_methods_supported: ['S256'] },
  };
}

function signed(claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

async function textOf(req: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of req) text += String(piece);
  return text;
}
