/** `npm run bench -- pages`: how long a fact takes to the browser, how long the pages take to open, and what thousands of agents cost them. */
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromium as launchOptions } from '../support/e2e-browser';
import { signedInPage } from '../support/e2e-sign-in';
import { type Stack, startStack } from '../support/e2e-stack';
import { crowdRows, printCrowd } from './pages-crowd';

const ROUNDS = 5;
const KEY = 'lab/prosody/websocket';

interface Shown {
  word: string;
  at: number;
}

/** Runs in the page: notes when the card's word changed on the screen, by the same clock as the events'. As text, because it is not compiled here. */
const watchState = `(() => {
  const shown = [];
  const read = () => document.querySelector('[data-target="${KEY}"]')?.textContent?.match(/Online|Unstable|Lost|Reconnecting/)?.[0] ?? '';
  let last = read();
  new MutationObserver(() => {
    const word = read();
    if (word !== last) shown.push({ word, at: Date.now() });
    last = word;
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
  window.shown = shown;
})()`;

/** The events that the page was sent, with the time of their arrival. */
function watchFrames(
  page: Page,
): { type: string; at: number; arrivedAt: number; from?: string; to?: string; targetKey?: string }[] {
  const events: ReturnType<typeof watchFrames> = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const text = String(payload);
      if (!text.startsWith('42["batch"')) return;
      const [, batch] = JSON.parse(text.slice(2));
      for (const event of batch.events) events.push({ ...event, arrivedAt: Date.now() });
    }),
  );
  return events;
}

async function faultRounds(stack: Stack, page: Page): Promise<{ change: string; ms: number }[]> {
  const events = watchFrames(page);
  await page.goto(stack.url);
  await page.getByText('All 3 sessions online').waitFor();
  await page.evaluate(watchState);
  // What came before was missed while the page opened.
  events.length = 0;
  for (let round = 0; round < ROUNDS; round++) {
    // Refused for a while: a session that is back within 250 ms is lost and found in one batch, and never shows.
    await stack.fault({ kind: 'refuse', transport: 'websocket', forMs: 1_500 });
    await stack.fault({ kind: 'close', transport: 'websocket' });
    await page
      .getByText(/are fine: the server is up|Reconnecting/)
      .first()
      .waitFor()
      .catch(() => undefined);
    await page.getByText('All 3 sessions online').waitFor();
  }
  const shown: Shown[] = await page.evaluate(() => Reflect.get(window, 'shown'));
  // A try that fails while the session is lost changes no word.
  const changes = events.filter(
    (e) => e.type === 'session-phase-changed' && e.targetKey === KEY && (e.to === 'online' || e.from === 'online'),
  );
  const words: Record<string, string> = { backoff: 'Lost', online: 'Online' };
  const timed = changes.flatMap((e) => {
    const word = words[e.to ?? ''];
    const seen = shown.find((s) => s.word === word && s.at >= e.at);
    return word === undefined || seen === undefined ? [] : [{ change: `${word} on the card`, ms: seen.at - e.at }];
  });
  const pings = events
    .filter((e) => e.type === 'ping-answered')
    .map((e) => ({ change: 'ping answered, frame in the browser', ms: e.arrivedAt - e.at }));
  return [...timed, ...pings];
}

async function opening(browser: Browser, stack: Stack): Promise<{ change: string; ms: number }[]> {
  const timed: { change: string; ms: number }[] = [];
  for (const [name, path] of [
    ['overview opened', '/'],
    ['target page opened', `/targets/${KEY}`],
  ]) {
    for (let round = 0; round < ROUNDS; round++) {
      const page = signedInPage(await browser.newPage());
      const startedAt = performance.now();
      await page.goto(stack.url + path);
      await page.getByRole('banner').getByText(/^live/).first().waitFor();
      timed.push({ change: `${name}, live`, ms: performance.now() - startedAt });
      await page.close();
    }
  }
  return timed;
}

function print(timed: readonly { change: string; ms: number }[]): void {
  process.stdout.write(
    `${'ms'.padEnd(42)}${['n', 'least', 'median', 'p95', 'most'].map((h) => h.padStart(8)).join('')}\n`,
  );
  for (const change of new Set(timed.map((t) => t.change))) {
    const ms = timed
      .filter((t) => t.change === change)
      .map((t) => t.ms)
      .sort((a, b) => a - b);
    const at = (q: number) => ms[Math.min(ms.length - 1, Math.floor(q * ms.length))] ?? 0;
    const row = [ms.length, at(0), at(0.5), at(0.95), at(1)].map((n) => n.toFixed(0).padStart(8)).join('');
    process.stdout.write(`${change.padEnd(42)}${row}\n`);
  }
}

/** `--minutes 10` for the heap over ten minutes; `--crowd` or `--path` for one part alone. */
const { values: wish } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    agents: { type: 'string', default: '5000' },
    crowd: { type: 'boolean', default: false },
    path: { type: 'boolean', default: false },
  },
});

async function alongThePath(browser: Browser): Promise<void> {
  const stack = await startStack();
  try {
    const page = signedInPage(await browser.newPage());
    print([...(await faultRounds(stack, page)), ...(await opening(browser, stack))]);
    await page.close();
  } finally {
    await stack.stop();
  }
}

async function inACrowd(browser: Browser): Promise<void> {
  const options = {
    agents: Number(wish.agents),
    teams: 100,
    perSecond: 200,
    dropped: 1_000,
    minutes: Number(wish.minutes),
  };
  printCrowd(await crowdRows(browser, ['/', '/agents'], options), options);
}

const browser = await chromium.launch(launchOptions);
try {
  if (!wish.crowd) await alongThePath(browser);
  if (!wish.path) await inACrowd(browser);
} finally {
  await browser.close();
}
process.exit(0);
