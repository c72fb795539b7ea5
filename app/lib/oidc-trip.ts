/** The way to the provider and back: what is to be remembered of it stays with that browser, sealed. */
import { z } from 'zod';
import type { EpochMs } from '#contract';
import { env } from './env';
import { seal, unseal } from './sealed';

const USE = 'single sign-on 1';
const COOKIE = 'holdfast.trip';
export const TRIP_MS = 10 * 60_000;

const trip = z.object({
  state: z.string(),
  nonce: z.string(),
  /** RFC 7636 §4.1. */
  verifier: z.string(),
  issuer: z.string(),
  redirectUri: z.string(),
  next: z.string(),
  until: z.number(),
});
export type Trip = z.infer<typeof trip>;

/** As a `set-cookie` line. */
export async function tripCookie(request: Request, what: Trip): Promise<string> {
  return cookieLine(request, await seal(USE, JSON.stringify(what)), TRIP_MS / 1_000);
}

export function noTripCookie(request: Request): string {
  return cookieLine(request, '', 0);
}

/** Lax: the way back begins on the provider's page. */
function cookieLine(request: Request, value: string, maxAgeS: number): string {
  const secure = request.headers.get('x-forwarded-proto') === 'https' ? '; Secure' : '';
  const path = `${env().basePath}/api/v1/session/oidc`;
  return `${COOKIE}=${value}; Path=${path}; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`;
}

export type TripRead = { status: 'ok'; trip: Trip } | { status: 'none' | 'other' | 'late' | 'over' };

/** States that came back, until they are too late anyway. Bounded: the oldest goes. */
const over = new Map<string, EpochMs>();
const OVER_KEPT = 10_000;

/** Each trip ends once, whatever comes of it. */
export async function endTrip(request: Request, state: string | null, at: EpochMs): Promise<TripRead> {
  const sealed = new RegExp(`(?:^|;\\s*)${COOKIE.replace('.', '\\.')}=([0-9a-f]+)`).exec(
    request.headers.get('cookie') ?? '',
  )?.[1];
  const text = sealed === undefined ? null : await unseal(USE, sealed);
  const read = text === null ? null : trip.safeParse(JSON.parse(text));
  if (read === null || !read.success) return { status: 'none' };
  if (state !== read.data.state) return { status: 'other' };
  if (read.data.until <= at) return { status: 'late' };
  if (over.has(state)) return { status: 'over' };
  const oldest = over.size >= OVER_KEPT ? over.keys().next().value : undefined;
  if (oldest !== undefined) over.delete(oldest);
  over.set(state, read.data.until);
  return { status: 'ok', trip: read.data };
}
