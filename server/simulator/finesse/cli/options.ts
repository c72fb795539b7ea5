/** The command line of the simulated Finesse pair: what it takes, checked, or what is wrong with it in words. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Deployment, release } from '../model';
import { profileName, switchOverrides, switchTable } from '../switches';

const deployments: Readonly<Record<string, Deployment>> = {
  ucce: { type: 'UCCE', load: 0 },
  'ucce-load': { type: 'UCCE', load: 1 },
  uccx: { type: 'UCCX', standby: false },
  'uccx-standby': { type: 'UCCX', standby: true },
};

const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: `must be a number from ${least} to ${most}` })
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const cliOptions = z.object({
  kind: oneOf(['finesse']).default('finesse'),
  agents: whole(1, 5_000).default(240),
  scenario: z.string().min(1).optional(),
  once: z.boolean().default(false),
  profile: profileName.default('pessimistic'),
  switch: z.array(z.string()).default([]),
  release: release.default('12.6'),
  deployment: oneOf(['ucce', 'ucce-load', 'uccx', 'uccx-standby']).default('ucce'),
  auth: oneOf(['NON_SSO', 'SSO', 'HYBRID']).default('NON_SSO'),
  speed: z.coerce
    .number({ error: 'must be a number' })
    .positive('must be greater than 0')
    .max(1_000, 'must be at most 1000')
    .default(1),
  seed: whole(-2_147_483_648, 2_147_483_647).default(1),
  logs: z.string().min(1).optional(),
  certificates: z.string().min(1).optional(),
  'port-base': whole(0, 65_500).optional(),
  'plain-ports': z.boolean().default(false),
  'real-desktops': whole(0, 500).default(0),
  latencies: z.string().optional(),
  'demo-faults': z.boolean().default(false),
});

export type CliOptions = Omit<z.output<typeof cliOptions>, 'deployment' | 'switch'> & {
  deployment: Deployment;
  switches: z.output<typeof switchOverrides>;
};

export type ReadOptions =
  | { kind: 'help' }
  | { kind: 'options'; options: CliOptions }
  | { kind: 'wrong'; problems: readonly string[] };

const flags = ['help', 'once', 'plain-ports', 'demo-faults'];
const known = [...Object.keys(cliOptions.shape), 'help'];

export function readFinesseOptions(args: readonly string[]): ReadOptions {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true, options: parserOptions() });
  const given: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value}: options begin with two dashes`);
    if (token.kind !== 'option') continue;
    const problem = take(given, token.name, token.value);
    if (problem !== null) problems.push(problem);
  }
  if (given.help === true) return { kind: 'help' };
  const parsed = cliOptions.safeParse(given);
  if (!parsed.success)
    problems.push(...parsed.error.issues.map((issue) => `--${issue.path.join('.')} ${issue.message}`));
  const switches = readSwitches(Array.isArray(given.switch) ? given.switch.map(String) : []);
  problems.push(...switches.problems);
  if (!parsed.success || problems.length > 0) return { kind: 'wrong', problems };
  const { switch: _, deployment, ...rest } = parsed.data;
  return {
    kind: 'options',
    options: { ...rest, deployment: deployments[deployment] ?? { type: 'UCCE', load: 0 }, switches: switches.values },
  };
}

function parserOptions() {
  return Object.fromEntries(
    known.map((name) => [name, { type: flags.includes(name) ? ('boolean' as const) : ('string' as const) }]),
  );
}

/** @returns a problem, or null when it was taken */
function take(given: Record<string, unknown>, name: string, value: string | undefined): string | null {
  if (!known.includes(name)) return `--${name}: there is no such option; --help lists them`;
  if (flags.includes(name)) {
    given[name] = true;
    return value === undefined ? null : `--${name} takes no value`;
  }
  if (value === undefined) return `--${name} needs a value`;
  if (name === 'switch') given[name] = [...(Array.isArray(given[name]) ? given[name] : []), value];
  else if (name in given) return `--${name} is given twice`;
  else given[name] = value;
  return null;
}

/** `name=value`, values as JSON or plain words. */
function readSwitches(texts: readonly string[]): { values: z.output<typeof switchOverrides>; problems: string[] } {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=');
    return [at < 0 ? text : text.slice(0, at), wordOf(at < 0 ? '' : text.slice(at + 1))] as const;
  });
  const parsed = switchOverrides.safeParse(Object.fromEntries(pairs));
  if (parsed.success) return { values: parsed.data, problems: [] };
  const problems = pairs.flatMap(([name]) => {
    const row = Object.entries(switchTable).find(([key]) => key === name)?.[1];
    if (row === undefined) return [`--switch ${name}: there is no such switch; --help lists them`];
    const wrong = parsed.error.issues.some((issue) => issue.path[0] === name);
    return wrong ? [`--switch ${name} must be one of ${row.values.join(', ')}`] : [];
  });
  return { values: {}, problems };
}

function wordOf(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^\d+$/.test(text) ? Number(text) : text;
}
