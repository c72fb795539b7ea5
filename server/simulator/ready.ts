/** What a simulator tells when its ports are open: a line of JSON for people and scripts, a message for a parent process. */
import { z } from 'zod';

const hostAndPort = z.object({ host: z.string(), port: z.number().int() });

export const simulatorReady = z.object({
  type: z.literal('simulator-ready'),
  domain: z.string(),
  /** URL of the control API. */
  control: z.string(),
  addresses: z.object({
    tcp: hostAndPort,
    tls: hostAndPort.nullable(),
    websocket: z.string(),
    wss: z.string().nullable(),
    bosh: z.string(),
    https: z.string().nullable(),
  }),
});
export type SimulatorReady = z.infer<typeof simulatorReady>;

const finesseSide = z.object({
  host: z.string(),
  xmppDomain: z.string(),
  rest: z.string(),
  /** Without TLS: 301 to `rest`. */
  restHttp: z.string(),
  /** On the port of REST; null on releases that have it elsewhere. */
  restWebSocket: z.string().nullable(),
  addresses: z.object({
    tcp: hostAndPort.nullable(),
    tls: hostAndPort.nullable(),
    websocket: z.string().nullable(),
    wss: z.string().nullable(),
    bosh: z.string().nullable(),
    https: z.string().nullable(),
  }),
});

export const finesseReady = z.object({
  type: z.literal('finesse-ready'),
  control: z.string(),
  /** File of the CA's certificate. */
  ca: z.string(),
  scenario: z.string().nullable(),
  accounts: z.array(z.object({ username: z.string(), password: z.string(), role: z.string() })),
  sides: z.object({ A: finesseSide, B: finesseSide }),
});
export type FinesseReady = z.infer<typeof finesseReady>;
