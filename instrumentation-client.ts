/** What runs in a browser before anything else of ours: zod must not try out whether it may evaluate code, which the policy refuses and reports. */
import { config } from 'zod';

config({ jitless: true });
