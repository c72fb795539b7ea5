/** `npm run simulator -- --help`. */
import { switchTable } from '../switches';
import { action, selector } from '../world/actions';

/** @param scenarios names of the scenarios that come along */
export function usage(scenarios: readonly string[]): string {
  return `Usage: npm run simulator -- [options]        a Finesse A/B pair on this machine
       npm run simulator -- --kind xmpp …    one plain XMPP service; --kind xmpp --help tells more

  --agents N             1 to 5000 (240)
  --scenario NAME|FILE   what happens, over and over; without it nothing does but calls
  --once                 the scenario is played once
  --profile NAME         pessimistic | generous: how open questions about Finesse are answered (pessimistic)
  --switch NAME=VALUE    answers one of them; may be given several times
  --release R            12.5 | 12.6 | 15.0 (12.6)
  --deployment D         ucce | ucce-load | uccx | uccx-standby (ucce)
  --auth MODE            NON_SSO | SSO | HYBRID (NON_SSO)
  --speed N              how much faster than the clock (1)
  --seed N               another number is another day (1)
  --logs FOLDER          writes the servers' logs there, as they go
  --debug-log            openfire/debug.log too: when each session was last heard
  --certificates FOLDER  keeps the CA there (data/simulator)
  --port-base N          A gets N, N+1, …, B gets N+10, …, the control API N+20; 0 = free ports.
                         Without it: A 18445 (REST and /ws/), 18082 (HTTP: 301), 17443 (BOSH), 15223 (TLS),
                         B 28445, 28082, 27443, 25223, control 19445
  --plain-ports          opens the ports without TLS as well (7071 and 5222 of an installation)
  --real-desktops N      so many desktops are real XMPP sessions (0)
  --latencies JSON       what each transport takes: {"A":{"tcp":{"baseMs":8,"jitterMs":2}},"B":{"bosh":{"baseMs":30}}}
  --script demo          faults of B's transports on a timetable, over and over
  --quiet                says nothing but the line of JSON

When it is ready it says where everything is, at last as one line of JSON. Its control API:
  GET /state /truth /agents /switches /scenario · POST /scenario {"name":"site-proxy","loop":true} · DELETE /scenario
  POST /act {"do":"reload","who":{"team":"Billing","share":0.5}} · POST /speed {"speed":10} · POST /tokens {"username":"1001001"}
  POST /faults {"side":"A","kind":"delay","transport":"bosh","delayMs":200} · DELETE /faults?side=A

Scenarios: ${scenarios.join(', ')}

Actions of /act and of a scenario's steps, with what each takes:
${actions()}
  who = agents that fit all of ${Object.keys(selector.shape).join(', ')}
      ({"count":5} picks five, {"share":0.5} half, "as" gives them a name for a later "group")

Switches, pessimistic value first:
${Object.entries(switchTable)
  .map(([name, row]) => `  ${name} = ${row.values.join(' | ')}\n      ${row.doc}`)
  .join('\n')}
`;
}

function actions(): string {
  return action.options
    .map(({ shape: { do: name, ...rest } }) => `  ${[name.value, ...Object.keys(rest)].join(' ')}`)
    .join('\n');
}
