/** `npm run check` and `npm test`: each part under its own heading, and a summary at the end. */
import { existsSync } from 'node:fs';
import { ensureApt } from './apt.mjs';
import { inRoot } from './paths.mjs';
import { capture, run } from './spawn.mjs';

/** @returns {Promise<number>} exit code */
export async function check() {
  await ensureNextTypes();
  const results = [];
  for (const part of checkParts) results.push(await section(part));
  return conclude(results);
}

const checkParts = [
  { name: 'Types (tsc)', command: 'tsc', args: ['--noEmit', '-p', '.'], summary: [/error TS\d+/g] },
  { name: 'Style (biome)', command: 'biome', args: ['check', '.'], summary: [/^(Checked|Found) .*$/gm] },
];

/**
 * Everything: types, style, vitest, Playwright. With arguments: vitest alone, with these. `--all` adds what takes minutes.
 * @returns {Promise<number>} exit code
 */
export async function test(args, { build }) {
  const all = args.includes('--all');
  const rest = args.filter((arg) => arg !== '--all');
  const env = all ? { HOLDFAST_TEST_ALL: '1' } : {};
  ensureApt(['prosody'], { why: 'for the tests against a real XMPP server', commands: ['prosody'] });
  if (rest.length > 0) return run('vitest', ['run', ...rest], { env });
  await ensureNextTypes();
  const results = [];
  for (const part of checkParts) results.push(await section(part));
  results.push(
    await section({
      name: 'Unit, integration and interop tests (vitest)',
      command: 'vitest',
      args: ['run'],
      env,
      summary: [/^\s*(Test Files|Tests|Duration) .*$/gm],
    }),
  );
  if (existsSync(inRoot('playwright.config.ts'))) results.push(await browserTests(env, build));
  return conclude(results);
}

async function browserTests(env, build) {
  const name = 'Browser tests (Playwright)';
  heading(name);
  if (!ensureApt(['chromium'], { why: 'for the browser tests', commands: ['chromium'] })) {
    return { name, code: 1, lines: ['Chromium is missing'] };
  }
  await build();
  return section({
    name,
    command: 'playwright',
    args: ['test'],
    env,
    summary: [/^\s*\d+ (passed|failed|flaky|skipped|did not run).*$/gm],
    titled: true,
  });
}

/** Types of CSS modules and of Next's globals, which the compiler needs in a fresh clone. */
async function ensureNextTypes() {
  if (existsSync(inRoot('next-env.d.ts')) || !existsSync(inRoot('app'))) return;
  await capture('next', ['typegen']);
}

async function section({ name, command, args, env = {}, summary, titled = false }) {
  if (!titled) heading(name);
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const { code, output } = await capture(command, args, { show: true, env: { ...colour, ...env } });
  return { name, code, lines: summaryLines(output, summary) };
}

/** The lines of a runner's own summary, without colours. */
export function summaryLines(output, patterns) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
  const plain = output.replace(/\u001b\[[0-9;]*m/g, '');
  return patterns.flatMap((pattern) => [...plain.matchAll(pattern)].map((match) => match[0].trim())).slice(-6);
}

function heading(name) {
  process.stdout.write(`\n━━ ${name}\n`);
}

function conclude(results) {
  heading('Summary');
  for (const { name, code, lines } of results) {
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}\n`);
    for (const line of lines) process.stdout.write(`          ${line}\n`);
  }
  return results.every(({ code }) => code === 0) ? 0 : 1;
}
