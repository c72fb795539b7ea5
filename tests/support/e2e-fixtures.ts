/** What a browser test starts with: a running Holdfast for the whole file, and a page that must not call anybody else. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test as base } from './e2e-sign-in';
import { type Stack, startStack } from './e2e-stack';

export const test = base.extend<{ quiet: undefined }, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs from the pattern
    async ({}, use) => {
      const stack = await startStack();
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  quiet: [
    async ({ page }, use) => {
      const strangers: string[] = [];
      const errors: string[] = [];
      page.on('request', (request) => {
        if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) strangers.push(request.url());
      });
      page.on('pageerror', (error) => errors.push(String(error)));
      await use(undefined);
      expect(strangers, 'requests to elsewhere').toEqual([]);
      expect(errors, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** The card of a target on the overview. */
export const card = (page: Page, key: string) => page.locator(`[data-target="${key}"]`);

/**
 * Whatever axe finds, in words. It pauses between its rules, and remembers from one to the next where things are: on a page that
 * lives it would compare places of different moments. So its pauses are none, and it looks at one moment alone.
 */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    const { setTimeout: later } = window;
    const timer = (run: TimerHandler, ms?: number, ...rest: unknown[]) =>
      ms === 0 && typeof run === 'function' ? queueMicrotask(() => run(...rest)) : later(run, ms, ...rest);
    Object.assign(window, { setTimeout: timer, pausesAgain: () => Object.assign(window, { setTimeout: later }) });
  });
  const found = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // What it would fetch first, it fetches while the page goes on; only rules about films want it.
    .options({ preload: false })
    .analyze();
  await page.evaluate(() => Reflect.get(window, 'pausesAgain')());
  return found.violations.flatMap((v) =>
    v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`),
  );
}

/** Notes every text that an element shows from now on, in order, and that the page was not loaded again. */
export async function watchText(page: Page, selector: string): Promise<() => Promise<string[]>> {
  await page.evaluate((css) => {
    const seen: string[] = [];
    const note = () => {
      const text = document.querySelector(css)?.textContent ?? '';
      if (seen.at(-1) !== text) seen.push(text);
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { seenTexts: seen });
  }, selector);
  // Undefined after a reload, which would be a failure of its own.
  return () => page.evaluate(() => Reflect.get(window, 'seenTexts') ?? ['the page was loaded again']);
}
