/** Browser tests against the built product, in Debian's Chromium; nothing is downloaded. */
import { defineConfig } from '@playwright/test';
import { chromium } from './tests/support/e2e-browser';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Each file starts a Holdfast of its own, and waits more than it works: two of them fill two cores.
  workers: 2,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    launchOptions: chromium,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
  },
});
