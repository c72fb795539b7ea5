/** The environment, read and checked in one place: the only reader of process.env in server code. */
import { existsSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Secret } from '../xmpp/port';
import { secretsKeysOf } from './sealing';
import { secret } from './secret';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export interface Env {
  /** The one public port, of the front door; 0 = any free one. */
  port: number;
  host: string;
  workerPort: number;
  workerHost: string;
  /** Without a slash at the end. */
  workerUrl: string;
  /** Absolute. */
  dataDir: string;
  /** `file:/absolute/path`, or `postgresql://user:password@host/database`: never to be shown. */
  databaseUrl: string;
  /** Absolute path of holdfast.yaml (HOLDFAST_CONFIG, or the one in the current folder), or null. */
  configFile: string | null;
  adminEmail: string | null;
  adminPassword: Secret | null;
  /** What secrets in the database are sealed with, `secretsKeysOf` reads it; null: a file in `dataDir` has it. */
  secretsKey: Secret | null;
  /** Fixed at build: empty, or `/path` without a slash at the end. */
  basePath: string;
  /** PEM files, absolute: the front door speaks TLS with them. null: HTTP. */
  tls: { certFile: string; keyFile: string } | null;
  /** Reverse proxies that are believed: addresses, networks, or `loopback`. */
  trustProxy: readonly string[];
  logLevel: LogLevel;
  /** Set by the demo alone: what is recorded is marked as made up. */
  demo: boolean;
}

export interface EnvProblem {
  name: string;
  message: string;
}

export type EnvResult = { ok: true; env: Env } | { ok: false; problems: EnvProblem[] };
export type Variables = Readonly<Record<string, string | undefined>>;

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'is not a port: write a whole number from 0 to 65535')
    .transform(Number)
    .refine((n) => n <= 65_535, 'is not a port: write a whole number from 0 to 65535')
    .default(fallback);

const host = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]+$/, 'is not a host name or an address')
  .default('127.0.0.1');

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const variables = z.object({
  PORT: port(3000),
  HOST: host,
  WORKER_PORT: port(4100),
  WORKER_HOST: host,
  WORKER_URL: z
    .string()
    .refine((url) => isUrl(url, ['http:', 'https:']), 'is not a URL of the form http://host:port')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'is neither file:PATH (SQLite) nor postgresql://USER@HOST/DATABASE')
    .optional(),
  HOLDFAST_CONFIG: z.string().optional(),
  ADMIN_EMAIL: z.email('is not an e-mail address').optional(),
  ADMIN_PASSWORD: z.string().min(12, 'is too short: at least 12 characters').optional(),
  HOLDFAST_SECRETS_KEY: z
    .string()
    .refine(
      (text) => secretsKeysOf(text) !== null,
      'is not a key: write 32 random bytes as 64 hex digits, or as base64',
    )
    .optional(),
  BASE_PATH: z
    .string()
    .regex(/^(\/[A-Za-z0-9._~-]+)+$/, 'is not a path of the form /holdfast, without a slash at the end')
    .default(''),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .default('loopback')
    .transform((text) => (text === 'none' ? [] : text.split(',').map((one) => one.trim())))
    .refine((list) => list.every(isProxy), 'is neither loopback, none, nor addresses and networks like 10.0.0.0/8'),
  LOG_LEVEL: z.enum(logLevels, `is not one of ${logLevels.join(', ')}`).default('info'),
  HOLDFAST_DEMO: z.literal('1', 'is set by the demo alone').optional(),
});

/**
 * Checks and completes the variables of DESIGN §10; an empty variable counts as unset.
 * @param cwd what relative paths are relative to
 */
export function parseEnv(source: Variables, cwd: string): EnvResult {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(set);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map((i) => ({ name: String(i.path[0]), message: i.message })) };
  }
  const v = parsed.data;
  if ((v.TLS_CERT === undefined) !== (v.TLS_KEY === undefined)) {
    const name = v.TLS_CERT === undefined ? 'TLS_CERT' : 'TLS_KEY';
    return { ok: false, problems: [{ name, message: 'is missing: TLS needs both TLS_CERT and TLS_KEY' }] };
  }
  const dataDir = resolve(cwd, v.DATA_DIR);
  return {
    ok: true,
    env: {
      port: v.PORT,
      host: v.HOST,
      workerPort: v.WORKER_PORT,
      workerHost: v.WORKER_HOST,
      workerUrl: v.WORKER_URL ?? `http://${urlHost(v.WORKER_HOST)}:${v.WORKER_PORT}`,
      dataDir,
      databaseUrl: databaseUrlOf(v.DATABASE_URL, dataDir, cwd),
      configFile: v.HOLDFAST_CONFIG === undefined ? null : resolve(cwd, v.HOLDFAST_CONFIG),
      adminEmail: v.ADMIN_EMAIL ?? null,
      adminPassword: v.ADMIN_PASSWORD === undefined ? null : secret(v.ADMIN_PASSWORD),
      secretsKey: v.HOLDFAST_SECRETS_KEY === undefined ? null : secret(v.HOLDFAST_SECRETS_KEY),
      basePath: v.BASE_PATH,
      tls:
        v.TLS_CERT === undefined || v.TLS_KEY === undefined
          ? null
          : { certFile: resolve(cwd, v.TLS_CERT), keyFile: resolve(cwd, v.TLS_KEY) },
      trustProxy: v.TRUST_PROXY,
      logLevel: v.LOG_LEVEL,
      demo: v.HOLDFAST_DEMO === '1',
    },
  };
}

/** Reads this process's environment. Throws an error that names every wrong variable: start.ts has checked them before anything runs. */
export function readEnv(): Env {
  const result = checkEnv();
  if (!result.ok) throw new Error(result.problems.map(envSentence).join('\n'));
  return result.env;
}

/** As `readEnv`, with the problems as values. */
export function checkEnv(): EnvResult {
  const result = parseEnv(process.env, process.cwd());
  if (!result.ok || result.env.configFile !== null) return result;
  const usual = resolve(process.cwd(), 'holdfast.yaml');
  return existsSync(usual) ? { ok: true, env: { ...result.env, configFile: usual } } : result;
}

/** Everything that is set, for `${NAME}` in holdfast.yaml and for children. */
export function environmentVariables(): Variables {
  return process.env;
}

/** Under `npm run dev`, in this process and its children. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === 'development';
}

/** `PORT is not a port: …` */
export function envSentence(problem: EnvProblem): string {
  return `${problem.name} ${problem.message}`;
}

/** The variables that make a child process see this same environment. */
export function variablesOf(env: Env): Record<string, string> {
  return {
    PORT: String(env.port),
    HOST: env.host,
    WORKER_PORT: String(env.workerPort),
    WORKER_HOST: env.workerHost,
    WORKER_URL: env.workerUrl,
    DATA_DIR: env.dataDir,
    DATABASE_URL: env.databaseUrl,
    HOLDFAST_CONFIG: env.configFile ?? '',
    ADMIN_EMAIL: env.adminEmail ?? '',
    ADMIN_PASSWORD: env.adminPassword?.reveal() ?? '',
    HOLDFAST_SECRETS_KEY: env.secretsKey?.reveal() ?? '',
    BASE_PATH: env.basePath,
    TLS_CERT: env.tls?.certFile ?? '',
    TLS_KEY: env.tls?.keyFile ?? '',
    TRUST_PROXY: env.trustProxy.join(',') || 'none',
    LOG_LEVEL: env.logLevel,
    HOLDFAST_DEMO: env.demo ? '1' : '',
  };
}

/** `::1` → `[::1]`, as in a URL; an address that stands for all becomes loopback. */
export function urlHost(name: string): string {
  if (name === '0.0.0.0') return '127.0.0.1';
  if (name === '::') return '[::1]';
  return name.includes(':') ? `[${name}]` : name;
}

function databaseUrlOf(url: string | undefined, dataDir: string, cwd: string): string {
  if (url === undefined) return `file:${resolve(dataDir, 'holdfast.db')}`;
  return url.startsWith('file:') && !url.startsWith('file://') ? `file:${resolve(cwd, url.slice(5))}` : url;
}

function isDatabaseUrl(text: string): boolean {
  return /^file:./.test(text) || (isUrl(text, ['postgresql:', 'postgres:']) && /^\/./.test(new URL(text).pathname));
}

function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (text === 'loopback') return true;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv6(address) ? 128 : 32));
}

function isUrl(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}
