/** What Holdfast is packaged with: read, since no container runs here; and what is told of its dependencies. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { licenceLines, readAudit, scriptLines } from '../../server/bootstrap/audit.mjs';
import { entries, webSources } from '../../server/bootstrap/build.mjs';
import { inProject } from '../../server/config/project-root';

const read = (name: string) => readFileSync(inProject(name), 'utf8');
const steps = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '');
const second = steps.findLastIndex((step) => step.startsWith('FROM '));
const [builds, runs] = [steps.slice(0, second), steps.slice(second)];
/** Arguments of a step, as written. */
const of = (stage: string[], word: string) =>
  stage.filter((step) => step.startsWith(`${word} `)).map((step) => step.slice(word.length + 1));
const started = (json: string) => z.array(z.string()).parse(JSON.parse(json));
const entryOf = (command: string[]) => /^dist\/(.*)\.js$/.exec(command.at(-1) ?? '')?.[1] ?? 'none';

describe('the container', () => {
  it('runs as somebody without rights, a program that is built, on files of root', () => {
    expect(of(runs, 'USER')).toEqual(['node']);
    expect(runs.indexOf('USER node')).toBeGreaterThan(runs.findIndex((step) => step.startsWith('COPY ')));
    expect(of(runs, 'COPY')).toEqual(['--from=build /out ./']);
    const command = started(of(runs, 'CMD')[0] ?? '[]');
    expect([command[0], entries[entryOf(command)]]).toEqual(['node', 'server/start.ts']);
    expect(entries[entryOf(started(of(runs, 'HEALTHCHECK')[0]?.replace(/^.*CMD /, '') ?? '[]'))]).toBe(
      'server/healthcheck.ts',
    );
    expect(of(runs, 'STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  it('is of a Node that Holdfast runs on, and has no compiler', () => {
    expect(of(builds, 'FROM').concat(of(runs, 'FROM'))).toEqual(['node:20-bookworm AS build', 'node:20-bookworm-slim']);
  });

  it('gets everything that a build needs, and neither data nor secrets', () => {
    const [everything, ...allowed] = read('.dockerignore').trim().split('\n');
    expect(everything).toBe('*');
    const sent = allowed.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(sent.filter((name) => !existsSync(inProject(name)))).toEqual([]);
    expect(webSources.filter((name) => existsSync(inProject(name)) && !sent.includes(name))).toEqual([]);
    expect(sent.filter((name) => /^(data|\.env|holdfast\.ya?ml|\.git|tests)$/.test(name))).toEqual([]);
    const kept = /mv (.*) \/out\//.exec(of(builds, 'RUN').join('\n'))?.[1]?.split(' ') ?? [];
    for (const name of ['.next*', 'dist', 'node_modules', 'prisma', 'package.json', 'next.config.js'])
      expect(kept).toContain(name);
  });

  it('is composed without rights, and without a file system to write to but its data', () => {
    const { holdfast } = z
      .object({ services: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(parse(read('compose.yaml'))).services;
    expect(holdfast).toMatchObject({
      ...{ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], volumes: ['data:/data'] },
      ports: ['127.0.0.1:3000:3000'],
    });
  });
});

describe('the unit of systemd', () => {
  const unit = read('holdfast.service');
  it.each([
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'DynamicUser=yes',
    'StateDirectory=holdfast',
    'CapabilityBoundingSet=',
  ])('says %s', (line) => {
    expect(unit.split('\n')).toContain(line);
  });

  it('leaves a mistake in the configuration to a person, as start.ts tells it', () => {
    const exit = /EXIT_CONFIG = (\d+)/.exec(read('server/start.ts'))?.[1];
    expect(unit).toContain(`RestartPreventExitStatus=${exit}\n`);
  });
});

describe('what is known against dependencies', () => {
  const found = (severity: string) => ({
    vulnerabilities: { left: { name: 'left', severity, range: '<2' } },
    metadata: { vulnerabilities: { [severity]: 1, total: 1 } },
  });

  it.each([
    ['npm warn something\n{\n  "metadata": { "vulnerabilities": { "total": 0 } }\n}\n', 0, 'Known faults: none.'],
    [JSON.stringify(found('low'), null, 2), 0, 'Known faults: 1, of which 0 are high or critical.'],
    [JSON.stringify(found('critical'), null, 2), 1, 'Known faults: 1, of which 1 are high or critical.'],
    [
      '{\n  "message": "405 Method Not Allowed",\n  "error": { "summary": "" }\n}',
      2,
      /tells none of them \(405 Method Not Allowed\)\.$/,
    ],
    ['', 2, /it did not answer/],
  ])('%#', (output, code, sentence) => {
    const audit = readAudit(output);
    expect(audit.code).toBe(code);
    expect(audit.lines[0]).toMatch(sentence);
  });

  it('names what runs something at install, and the licences, of what is installed in production', () => {
    const packages = {
      '': {},
      'node_modules/a': { version: '1.0.0', license: 'MIT', hasInstallScript: true },
      'node_modules/a/node_modules/@b/c': { version: '2.0.0', hasInstallScript: true },
      'node_modules/test-only': { version: '3.0.0', license: 'AGPL', hasInstallScript: true, dev: true },
    };
    expect(scriptLines({ packages }, { a: true }).slice(1)).toEqual([
      '  a 1.0.0: allowed',
      '  @b/c 2.0.0: not decided in package.json, so not run',
    ]);
    expect(licenceLines({ packages }, () => 'ISC')).toEqual(['Licences:', '  MIT: a', '  ISC: @b/c']);
  });
});
