/** What the command says once a pair is up: where everything is, who may sign in, and what is going to happen. */
import type { FinesseReady } from '../../ready';
import type { Scenario } from '../scenarios/scenario';
import type { World } from '../world/port';

export function summary(ready: FinesseReady, world: World, scenario: Scenario | null): string {
  const { release, deployment, profile, authMode, seed, agentPassword } = world.settings;
  const first = world.agents()[0];
  const kind =
    deployment.type === 'UCCE' ? `UCCE, LOAD=${deployment.load}` : `UCCX${deployment.standby ? ', standby' : ''}`;
  return [
    `A Finesse ${release} pair (${kind}, ${authMode}) with ${world.agents().length} agents in ${world.teams().length} teams`,
    `  open questions answered: ${profile}; seed ${seed}`,
    ...sideLines('A', ready),
    ...sideLines('B', ready),
    `  CA         ${ready.ca}`,
    `  control    ${ready.control}`,
    '  accounts   (on loopback, for as long as this runs)',
    ...ready.accounts.map(
      ({ username, password, role }) => `    ${username.padEnd(14)} ${password.padEnd(20)} ${role}`,
    ),
    `    ${(first?.loginId ?? '').padEnd(14)} ${agentPassword.padEnd(20)} the first of the agents; all have this password`,
    `  try        ${tryOut(ready)}`,
    scenario === null ? '  no scenario: calls, and nothing else' : `  scenario   ${scenario.name}: ${scenario.title}`,
    '',
  ].join('\n');
}

function sideLines(side: 'A' | 'B', { sides }: FinesseReady): string[] {
  const { host, xmppDomain, rest, restHttp, restWebSocket, addresses } = sides[side];
  const { tcp, tls, websocket, wss, bosh, https } = addresses;
  const at = (name: string, where: string | null): string[] =>
    where === null ? [] : [`    ${name.padEnd(9)} ${where}`];
  const port = (address: { host: string; port: number } | null): string | null =>
    address === null ? null : `${address.host}:${address.port}`;
  return [
    `  ${side}          ${host}, XMPP domain ${xmppDomain}`,
    ...at('REST', `${rest}  (301 from ${restHttp})`),
    ...at('WebSocket', restWebSocket),
    ...at('', wss),
    ...at('BOSH', https),
    ...at('TLS', port(tls)),
    ...at('plain', [websocket, bosh, port(tcp)].filter((where) => where !== null).join('  ') || null),
  ];
}

/** A first request, to be copied: every certificate names 127.0.0.1 too. */
function tryOut({ ca, accounts, sides }: FinesseReady): string {
  const administrator = accounts.find(({ role }) => role === 'administrator');
  const who = administrator === undefined ? '' : ` -u ${administrator.username}:${administrator.password}`;
  return `curl --cacert ${ca}${who} ${sides.A.rest}/SystemInfo`;
}
