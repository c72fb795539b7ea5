/** The command line of the simulated Finesse pair: what it takes, checked, or what is wrong with it in words. */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { latencies } from '../../latency';
import { type Deployment, side } from '../model';
import { switchOverrides, switchTable } from '../switches';
import type { WorldSettingsInput } from '../world/settings';

const deployments = {
  ucce: { type: 'UCCE', load: 0 },
  'ucce-load': { type: 'UCCE', load: 1 },
  uccx: { type: 'UCCX', standby: false },
  'uccx-standby': { type: 'UCCX', standby: true },
} as const satisfies Readonly<Record<string, Deployment>>;

const whole = (least: number, most: number) =>
  z.coerce
    .number({ error: `must be a number from ${least} to ${most}` })
    .int('must be a whole number')
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const cliOptions = z.object({
  agents: whole(1, 5_000).optional(),
  scenario: z.string().min(1).optional(),
  once: z.boolean().default(false),
  profile: oneOf(['pessimistic', 'generous']).optional(),
  switch: z.array(z.string()).default([]),
  release: oneOf(['12.5', '12.6', '15.0']).optional(),
  deployment: oneOf(['ucce', 'ucce-load', 'uccx', 'uccx-standby']).optional(),
  auth: oneOf(['NON_SSO', 'SSO', 'HYBRID']).optional(),
  speed: z.coerce
    .number({ error: 'must be a number' })
    .positive('must be greater than 0')
    .max(1_000, 'must be at most 1000')
    .default(1),
  seed: whole(-2_147_483_648, 2_147_483_647).optional(),
  logs: z.string().min(1).optional(),
  certificates: z.string().min(1).optional(),
  'port-base': whole(0, 65_500).optional(),
  'plain-ports': z.boolean().default(false),
  'debug-log': z.boolean().default(false),
  'real-desktops': whole(0, 500).default(0),
  latencies: z.string().transform(readJson).pipe(z.partialRecord(side, latencies)).optional(),
  script: oneOf(['demo']).optional(),
  quiet: z.boolean().default(false),
});

type Parsed = z.output<typeof cliOptions>;

export type CliOptions = Pick<
  Parsed,
  | 'scenario'
  | 'once'
  | 'speed'
  | 'logs'
  | 'debug-log'
  | 'certificates'
  | 'port-base'
  | 'plain-ports'
  | 'real-desktops'
  | 'latencies'
  | 'script'
  | 'quiet'
> & {
  /** What was asked for, and nothing else: a scenario's own settings come next, then the defaults. */
  world: WorldSettingsInput;
};

export type ReadOptions =
  | { kind: 'help' }
  | { kind: 'options'; options: CliOptions }
  | { kind: 'wrong'; problems: readonly string[] };

function readJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}

const flags = ['help', 'once', 'debug-log', 'plain-ports', 'quiet'];
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
  return { kind: 'options', options: { ...parsed.data, world: worldOf(parsed.data, switches.values) } };
}

function worldOf(given: Parsed, switches: z.output<typeof switchOverrides>): WorldSettingsInput {
  const { agents, seed, profile, release: asked, deployment, auth } = given;
  const realAgents = given['real-desktops'];
  return {
    ...(agents === undefined ? {} : { agents }),
    ...(seed === undefined ? {} : { seed }),
    ...(profile === undefined ? {} : { profile }),
    ...(asked === undefined ? {} : { release: asked }),
    ...(deployment === undefined ? {} : { deployment: deployments[deployment] }),
    ...(auth === undefined ? {} : { authMode: auth }),
    ...(realAgents === 0 ? {} : { realAgents }),
    ...(Object.keys(switches).length === 0 ? {} : { switches }),
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
