/** `npm run simulator -- --kind xmpp`: one simulated XMPP service with a control API. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createSystemTime } from '../time/system-time';
import { openControlApi } from './control-api';
import { latencies } from './latency';
import type { Ports } from './options';
import type { SimulatorReady } from './ready';
import type { Running } from './running';
import { playScript } from './script';
import { demoScript } from './scripts/demo';
import type { User } from './service';
import { startSimulator } from './simulator';

const usage = `Usage: npm run simulator -- --kind xmpp [options]
  --domain NAME        domain of the service (sim.example)
  --users A:PW,B:PW    accounts (holdfast:holdfast,other:other)
  --port-base N        tcp N, websocket N+1, bosh N+2, direct tls N+3, wss N+4, https N+5, control N+9 (15220);
                       0 = free ports
  --cert F --key F     PEM files: adds STARTTLS and the three secure ports
  --latencies JSON     {"tcp":{"baseMs":8,"jitterMs":2},"websocket":…,"bosh":…}
  --script demo        faults on a timetable, over and over
  --seed N             of jitter and losses (1)
When it is ready it prints one line of JSON with its addresses and the URL of its control API:
  GET /state · POST /faults {"kind":"delay","transport":"bosh","delayMs":200,"forMs":10000} · DELETE /faults
  kinds: delay, drop, half-open, refuse, wrong-password, freeze-pings, close, terminate
`;

const options = {
  domain: { type: 'string', default: 'sim.example' },
  users: { type: 'string', default: 'holdfast:holdfast,other:other' },
  'port-base': { type: 'string', default: '15220' },
  cert: { type: 'string' },
  key: { type: 'string' },
  latencies: { type: 'string', default: '{}' },
  script: { type: 'string' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', default: false },
} as const;

const values = z
  .object({
    domain: z.string().min(1),
    users: z
      .string()
      .regex(/^[^:,@/\s]+:[^,]+(,[^:,@/\s]+:[^,]+)*$/, 'must look like name:password,name:password')
      .transform((text) => text.split(',').map(userOf)),
    'port-base': z.coerce.number().int().min(0).max(65_526),
    cert: z.string().optional(),
    key: z.string().optional(),
    latencies: z
      .string()
      .transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue({ code: 'custom', message: 'is not JSON' });
          return z.NEVER;
        }
      })
      .pipe(latencies),
    script: z.enum(['demo']).optional(),
    seed: z.coerce.number().int(),
  })
  .refine((v) => (v.cert === undefined) === (v.key === undefined), {
    path: ['cert'],
    message: 'and --key go together',
  });

function userOf(text: string): User {
  const colon = text.indexOf(':');
  return { username: text.slice(0, colon), password: text.slice(colon + 1) };
}

function portsFrom(base: number): { ports: Partial<Ports>; control: number } {
  if (base === 0) return { ports: {}, control: 0 };
  const ports = { tcp: base, websocket: base + 1, bosh: base + 2, tls: base + 3, wss: base + 4, https: base + 5 };
  return { ports, control: base + 9 };
}

function readOptions(args: readonly string[]): z.output<typeof values> | null {
  try {
    const given = parseArgs({ args: [...args], options, allowPositionals: false }).values;
    if (given.help) return null;
    const parsed = values.safeParse(given);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) process.stderr.write(`--${issue.path.join('.')} ${issue.message}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  }
  process.exitCode = 2;
  return null;
}

/** @param args without `--kind xmpp` @returns how to stop it; null: there is nothing to stop */
export async function runXmpp(args: readonly string[]): Promise<Running | null> {
  const given = readOptions(args);
  if (given === null) {
    if (process.exitCode === undefined) process.stdout.write(usage);
    return null;
  }
  const time = createSystemTime();
  const { ports, control } = portsFrom(given['port-base']);
  const certificate =
    given.cert === undefined || given.key === undefined
      ? null
      : { cert: readFileSync(given.cert, 'utf8'), key: readFileSync(given.key, 'utf8') };
  const { domain, users, seed } = given;
  const simulator = await startSimulator({ domain, users, ports, certificate, latencies: given.latencies, seed }, time);
  const api = await openControlApi(simulator, control);
  const stopScript =
    given.script === undefined ? null : playScript(demoScript, time, (fault) => simulator.faults.add(fault));
  const ready: SimulatorReady = { type: 'simulator-ready', domain, control: api.url, addresses: simulator.addresses };
  return {
    ready,
    stop() {
      stopScript?.();
      api.close();
      simulator.stop();
    },
  };
}
