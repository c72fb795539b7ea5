/** What the simulator tells when its ports are open: a line of JSON for people and scripts, a message for a parent process. */
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
