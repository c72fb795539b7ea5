/** A real OpenID Connect provider on loopback, with people whose groups a test changes, and a page to sign in on. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';

export interface RealProvider {
  issuer: string;
  clientSecret: string;
  /** What it says of whom. */
  people: Map<string, Record<string, unknown>>;
  /** Sends codes to this Holdfast alone, from now on. */
  serve(holdfast: string): void;
  stop(): Promise<void>;
}

const clientSecret = 'only for tests, and a long one';

export async function realProvider(): Promise<RealProvider> {
  const people = new Map<string, Record<string, unknown>>();
  const server = createServer();
  await new Promise<void>((opened) => server.listen(0, '127.0.0.1', opened));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    ...{ issuer, clientSecret, people },
    serve(holdfast) {
      const provider = providerOf(issuer, holdfast, people);
      const standard = provider.callback();
      server.on('request', (req, res) => {
        if (req.url?.startsWith('/interaction/') === true) void ask(provider, req, res);
        else void standard(req, res);
      });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function providerOf(issuer: string, holdfast: string, people: RealProvider['people']): Provider {
  const provider: Provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: 'holdfast', client_secret: clientSecret, response_types: ['code'] },
        redirect_uris: [`${holdfast}/api/v1/session/oidc/callback`],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    claims: { openid: ['sub'], profile: ['name'], email: ['email', 'email_verified'], groups: ['groups', 'teams'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...people.get(sub), sub }) }),
    // Whoever signs in agrees.
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      const accountId = session?.accountId;
      if (client === undefined || accountId === undefined) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  });
  return provider;
}

/** Who are you? Whatever is answered is believed. */
async function ask(provider: Provider, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'POST') {
    const page = `<!doctype html><html lang="en"><title>Provider</title><form method="post">
      <label>Name <input name="login" required></label> <button>Sign in</button></form></html>`;
    res.writeHead(200, { 'content-type': 'text/html' }).end(page);
    return;
  }
  let text = '';
  for await (const piece of req) text += String(piece);
  const accountId = new URLSearchParams(text).get('login') ?? '';
  await provider.interactionFinished(req, res, { login: { accountId } });
}
