/** Signs browser tests and their own requests in, as the administrator that every program of the tests is started with. */
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';

export const administrator = { ADMIN_EMAIL: 'admin@holdfast.example', ADMIN_PASSWORD: 'correct horse battery staple' };

const cookies = new Map<string, Promise<string>>();

/** `name=value` of a sign-in at this Holdfast; made once. */
export function cookieOf(url: string): Promise<string> {
  const { origin } = new URL(url);
  const known = cookies.get(origin);
  if (known !== undefined) return known;
  const made = signIn(origin);
  cookies.set(origin, made);
  // One that did not answer yet is asked again.
  made.catch(() => cookies.delete(origin));
  return made;
}

async function signIn(origin: string): Promise<string> {
  const body = JSON.stringify({ email: administrator.ADMIN_EMAIL, password: administrator.ADMIN_PASSWORD });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers, body });
  const [cookie] = answer.headers.getSetCookie().map((text) => text.split(';')[0] ?? '');
  if (!answer.ok || cookie === undefined) throw new Error(`signing in: ${answer.status} ${await answer.text()}`);
  return cookie;
}

/** The token of a sign-in that was made here, if one was: the database may only hold its hash. */
export async function tokenOf(url: string): Promise<string | null> {
  const [, value = ''] = (await cookies.get(new URL(url).origin))?.split(/=(.*)/s) ?? [];
  return decodeURIComponent(value).split('.')[0] || null;
}

/** As `fetch`, signed in. */
export async function fetchSignedIn(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('cookie', await cookieOf(url));
  return fetch(url, { ...init, headers });
}

/** Puts the sign-in into a browser that is about to open this address. */
export async function signInBrowser(context: BrowserContext, url: string): Promise<void> {
  const [name = '', value = ''] = (await cookieOf(url)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: new URL(url).origin }]);
}

/** Every page of the context signs in before it goes anywhere. */
export function signedIn(context: BrowserContext): BrowserContext {
  const open = context.newPage.bind(context);
  context.newPage = async () => signedInPage(await open());
  return context;
}

export function signedInPage(page: Page): Page {
  const go = page.goto.bind(page);
  page.goto = async (url, options) => {
    if (/^https?:/.test(url)) await signInBrowser(page.context(), url);
    return go(url, options);
  };
  return page;
}

export const test = base.extend({
  context: async ({ context }, use) => {
    const refused = await watchPolicy(context);
    await use(signedIn(context));
    expect(refused, 'refused by the Content-Security-Policy').toEqual([]);
  },
});

/** What the Content-Security-Policy refused, on any page of the context, from now on. */
async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const refused: string[] = [];
  await context.exposeFunction('policyRefused', (what: string) => refused.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
      Reflect.get(window, 'policyRefused')(`${violatedDirective} ${blockedURI} in ${sourceFile}`);
    });
  });
  return refused;
}
