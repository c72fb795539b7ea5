/** A small holdfast.yaml whose lines tests change one by one, and what the loader makes of it. */
import { type LoadDeps, loadConfig, type ReadText } from '../../server/config/file';
import { problemSentence } from '../../server/config/problem';
import type { TargetConfig } from '../../server/config/schema';
import { variable } from '../../server/config/yaml-source';

export const FILE = '/site/holdfast.yaml';
export const variables = { LAB_PASSWORD: 'pa}ss: "word" #1' };

/** The lines under `clusters:` of a file with one cluster and one node; each test changes the line that it is about. */
export const lines = {
  cluster: '  - name: Lab',
  kind: '    kind: xmpp',
  nodes: '    nodes:',
  name: '      - name: prosody',
  domain: '        domain: lab.example',
  account: `        account: { username: holdfast, password: ${variable('LAB_PASSWORD')} }`,
  transports: '        transports:',
  websocket: '          websocket: { url: ws://127.0.0.1:5280/xmpp-websocket }',
  bosh: '          bosh:      { url: http://127.0.0.1:5280/http-bind }',
  tcp: '          tcp:       { host: 127.0.0.1, port: 5222, security: starttls, expect: open }   # starttls | tls | none',
  more: '',
};

export function yaml(changes: Partial<typeof lines> = {}): string {
  return ['# Our lab', 'clusters:', ...Object.values({ ...lines, ...changes })].join('\n');
}

export function load(text: string, files: Record<string, string> = {}, deps: Partial<LoadDeps> = {}) {
  const readText: ReadText = (file) => {
    const found = file === FILE ? text : files[file];
    return found === undefined ? { ok: false, code: 'there is no such file' } : { ok: true, text: found };
  };
  return loadConfig(FILE, variables, { instanceId: 'abc123', cwd: '/site', readText, ...deps });
}

export function problemsOf(text: string, files?: Record<string, string>): string[] {
  const result = load(text, files);
  return result.ok ? ['accepted'] : result.problems.map(problemSentence);
}

export function targetsOf(text: string, files?: Record<string, string>): TargetConfig[] {
  const result = load(text, files);
  if (!result.ok) throw new Error(result.problems.map(problemSentence).join('\n'));
  return result.config.targets;
}
