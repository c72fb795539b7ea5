/** What a child tells its supervisor over the IPC channel. */
import { z } from 'zod';

/** It serves HTTP on this loopback port. */
export const listening = z.object({ type: z.literal('listening'), port: z.number().int().positive() });
export type Listening = z.infer<typeof listening>;
