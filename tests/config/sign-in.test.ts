/** Single sign-on in holdfast.yaml: what is assumed, what is hidden, and what would let nobody, or anybody, in. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/config/file';
import { problemsOf, variables, yaml } from '../support/lab-yaml';

const least = 'name: Contoso, issuer: "https://login.example/realm", clientId: holdfast';
const more = `${least}, clientSecret: "\${LAB_PASSWORD}", roleClaim: groups, roles: { lead: supervisor }`;

function signInWith(text: string) {
  const readText = () => ({ ok: true as const, text: `${yaml()}signIn: { oidc: { ${text} } }\n` });
  const result = loadConfig('/site/holdfast.yaml', variables, { instanceId: 'abc123', cwd: '/site', readText });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config.signIn;
}

describe('signIn', () => {
  it('asks for what a name and an address need, and shows no secret', () => {
    const { oidc } = signInWith(
      `${more}, teamsClaim: t, teams: { A: cc/1, B: [cc/2, cc/3] }, allowedDomains: [Example.ORG]`,
    );
    expect(oidc).toMatchObject({ scopes: ['openid', 'profile', 'email'], isLoopback: false });
    expect(oidc?.rules).toMatchObject({
      ...{ defaultRole: null, emailsAreVerified: false, allowedDomains: ['example.org'] },
      teams: {
        B: [
          { clusterKey: 'cc', teamId: '2' },
          { clusterKey: 'cc', teamId: '3' },
        ],
      },
    });
    expect(oidc?.clientSecret?.reveal()).toBe(variables.LAB_PASSWORD);
    expect(JSON.stringify(oidc)).not.toContain(variables.LAB_PASSWORD);
    expect(signInWith(more.replace('https://login.example', 'http://127.0.0.1:9')).oidc?.isLoopback).toBe(true);
  });

  it.each([
    [
      more.replace('https', 'http'),
      'issuer: begins with http: a provider that is not on this machine is reached over https only',
    ],
    [least, 'defaultRole: lets nobody in: give roleClaim and roles, or a defaultRole'],
    [`${least}, roles: { a: viewer }`, 'oidc: needs roleClaim and roles, or neither'],
    [`${more}, teams: { A: cc/1 }`, 'teams: needs teamsClaim: the claim whose values these are'],
    [`${more}, teamsClaim: t, teams: { A: nonsense }`, 'A: must look like CLUSTER/TEAM'],
    [`${more}, clientSekret: x`, 'clientSekret: is not a known key; did you mean clientSecret?'],
  ])('%s is refused', (text, message) => {
    const problems = problemsOf(`${yaml()}signIn: { oidc: { ${text} } }\n`);
    expect(problems.some((problem) => problem.endsWith(message))).toBe(true);
  });
});
