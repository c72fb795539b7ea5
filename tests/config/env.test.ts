/** The environment: defaults, what follows from what, and refusals that name the variable. */
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Env, envSentence, parseEnv, type Variables, variablesOf } from '../../server/config/env';
import { secret } from '../../server/config/secret';

function env(source: Variables): Env {
  const result = parseEnv(source, '/site');
  if (!result.ok) throw new Error(result.problems.map(envSentence).join('\n'));
  return result.env;
}

function problems(source: Variables): string[] {
  const result = parseEnv(source, '/site');
  return result.ok ? [] : result.problems.map(envSentence);
}

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(env({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      workerPort: 4100,
      workerHost: '127.0.0.1',
      workerUrl: 'http://127.0.0.1:4100',
      dataDir: '/site/data',
      databaseUrl: 'file:/site/data/holdfast.db',
      configFile: null,
      adminEmail: null,
      adminPassword: null,
      basePath: '',
      secretsKey: null,
      tls: null,
      trustProxy: ['loopback'],
      logLevel: 'info',
      demo: false,
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(env({ PORT: '', DATABASE_URL: '', WORKER_URL: '' })).toEqual(env({}));
  });

  it('makes paths absolute, and lets the database and the worker follow', () => {
    const e = env({ DATA_DIR: 'lab', HOLDFAST_CONFIG: 'lab.yaml', WORKER_PORT: '5100', WORKER_HOST: '0.0.0.0' });
    expect([e.dataDir, e.databaseUrl, e.configFile]).toEqual([
      '/site/lab',
      'file:/site/lab/holdfast.db',
      '/site/lab.yaml',
    ]);
    expect(e.workerUrl).toBe('http://127.0.0.1:5100');
    expect(env({ DATABASE_URL: 'file:./x.db' }).databaseUrl).toBe('file:/site/x.db');
    const server = 'postgresql://holdfast:a%40b@db.example:5432/holdfast';
    expect(env({ DATABASE_URL: server }).databaseUrl).toBe(server);
    expect(problems({ DATABASE_URL: 'postgresql://db.example' })).toHaveLength(1);
    expect(env({ WORKER_URL: 'http://worker:4100/' }).workerUrl).toBe('http://worker:4100');
  });

  it('refuses what cannot be meant, all at once, by name', () => {
    expect(
      problems({
        PORT: 'http',
        WORKER_PORT: '70000',
        WORKER_URL: 'worker:4100',
        DATABASE_URL: 'mysql://x',
        ADMIN_EMAIL: 'me',
        ADMIN_PASSWORD: 'short',
        BASE_PATH: 'holdfast/',
        LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      'PORT is not a port: write a whole number from 0 to 65535',
      'WORKER_PORT is not a port: write a whole number from 0 to 65535',
      'WORKER_URL is not a URL of the form http://host:port',
      'DATABASE_URL is neither file:PATH (SQLite) nor postgresql://USER@HOST/DATABASE',
      'ADMIN_EMAIL is not an e-mail address',
      'ADMIN_PASSWORD is too short: at least 12 characters',
      'BASE_PATH is not a path of the form /holdfast, without a slash at the end',
      'LOG_LEVEL is not one of fatal, error, warn, info, debug, trace, silent',
    ]);
  });

  it('serves this machine only unless it is told otherwise, and refuses what is no address', () => {
    expect(env({}).host).toBe('127.0.0.1');
    for (const HOST of ['127.0.0.2', 'localhost', '::1', '0.0.0.0', 'holdfast.example'])
      expect(env({ HOST }).host).toBe(HOST);
    expect(problems({ HOST: 'http://x' })).toEqual([expect.stringMatching(/^HOST is not a host name/)]);
  });

  it('wants certificate and key together', () => {
    expect(env({ TLS_CERT: 'tls/c.pem', TLS_KEY: '/k.pem' }).tls).toEqual({
      ...{ certFile: '/site/tls/c.pem', keyFile: '/k.pem' },
    });
    expect(problems({ TLS_KEY: 'k.pem' })).toEqual(['TLS_CERT is missing: TLS needs both TLS_CERT and TLS_KEY']);
  });

  it('believes the proxies that it is told', () => {
    expect(env({ TRUST_PROXY: 'none' }).trustProxy).toEqual([]);
    expect(env({ TRUST_PROXY: 'loopback, 10.0.0.0/8,fd00::1' }).trustProxy).toEqual([
      'loopback',
      '10.0.0.0/8',
      'fd00::1',
    ]);
    for (const TRUST_PROXY of ['all', '10.0.0.0/33', 'proxy.example', '10.0.0.0/8/8', '10.0.0.0/']) {
      expect(problems({ TRUST_PROXY })).toEqual([expect.stringMatching(/^TRUST_PROXY is neither loopback/)]);
    }
  });

  it('is the same again in a child', () => {
    const e = env({
      ...{ PORT: '0', DATA_DIR: 'lab', ADMIN_PASSWORD: 'correct horse battery', BASE_PATH: '/hold' },
      ...{ TLS_CERT: 'c.pem', TLS_KEY: 'k.pem', TRUST_PROXY: 'none' },
    });
    const again = env(variablesOf(e));
    expect(again).toEqual({ ...e, adminPassword: again.adminPassword });
    expect(again.adminPassword?.reveal()).toBe('correct horse battery');
  });
});

describe('a secret', () => {
  it('never shows itself', () => {
    const s = secret('hunter2');
    const shown = [`${s}`, String(s), JSON.stringify({ s }), inspect({ s }, { depth: 9 }), Object.values(s).join()];
    expect(shown.join('\n')).not.toContain('hunter2');
    expect(JSON.stringify({ s })).toBe('{"s":"***"}');
    expect(s.reveal()).toBe('hunter2');
  });
});
