/** The library behind sign-in, with our tables and settings. */
import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { internalKey } from '../../server/config/internal-key';
import type { PeopleDatabase } from '../../server/store/people/store';
import { env } from './env';
import { openingSignIn } from './opening-sign-in';

export const PASSWORD_LENGTH = { least: 12, most: 128 } as const;
const DAY_S = 86_400;

export function createAuth({ signIn }: PeopleDatabase) {
  return betterAuth({
    appName: 'Holdfast',
    // Only our own routes call it: they check the origin, throttle, and tell the audit log.
    baseURL: 'http://holdfast.invalid',
    secret: createHmac('sha256', internalKey(env().dataDir).reveal()).update('holdfast sign-in 1').digest('hex'),
    database: signIn,
    emailAndPassword: {
      ...{ enabled: true, disableSignUp: true, autoSignIn: false },
      ...{ minPasswordLength: PASSWORD_LENGTH.least, maxPasswordLength: PASSWORD_LENGTH.most },
    },
    // Kept current to some minutes, for the list of one's own sign-ins.
    session: { expiresIn: 14 * DAY_S, updateAge: 5 * 60, cookieCache: { enabled: false } },
    plugins: [openingSignIn],
    user: {
      additionalFields: {
        role: { type: 'string', required: true, input: false },
        teams: { type: 'string', required: false, input: false },
        disabled: { type: 'boolean', required: false, input: false, defaultValue: false },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error' },
    advanced: {
      cookiePrefix: 'holdfast',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: env().basePath === '' ? '/' : env().basePath },
      ipAddress: { ipAddressHeaders: ['x-holdfast-client'] },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
