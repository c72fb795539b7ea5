/** Codes of six digits that a telephone and Holdfast work out alike from a shared secret and the time (RFC 6238). Pure. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochMs } from '#contract';

/** RFC 6238 §4.1 and §5.2: steps of 30 s, counted from the epoch. */
const STEP_MS = 30_000;
/** RFC 6238 §5.2: at most one step of delay is allowed; one ahead, for telephones that are fast. */
const DRIFT_STEPS = [-1, 0, 1] as const;
const DIGITS = 6;

export function stepAt(at: EpochMs): number {
  return Math.floor(at / STEP_MS);
}

/** @param secret the raw bytes, as base32 says them to people @returns six digits */
export function totpCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  // RFC 4226 §5.3: the last four bits say where the number stands, whose first bit is left out.
  const offset = (mac[mac.length - 1] ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/**
 * The step that a code is of; null: of none that may be used now. RFC 6238 §5.2: a code is taken once, so that it and all before it are
 * refused afterwards.
 * @param usedStep of the last code that was taken; null: none was
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  { at, usedStep }: { at: EpochMs; usedStep: number | null },
): number | null {
  const given = Buffer.from(code.replace(/[\s-]/g, ''));
  let found: number | null = null;
  for (const drift of DRIFT_STEPS) {
    const step = stepAt(at) + drift;
    const wanted = Buffer.from(totpCode(secret, step));
    if (given.length === wanted.length && timingSafeEqual(given, wanted)) found = step;
  }
  return found !== null && (usedStep === null || found > usedStep) ? found : null;
}

/** RFC 4648 §6. */
const base32Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** As it is typed into a telephone that cannot see the picture; without padding. */
export function base32Of(bytes: Uint8Array): string {
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += base32Letters[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + base32Letters[(held << (5 - bits)) & 31];
}

/** What the picture says: who asks for codes, for whom, and the secret. */
export function totpAddress(secret: Uint8Array, account: string): string {
  const label = `Holdfast:${account}`;
  // Six digits of SHA-1 every 30 s are what every app takes for granted; a shorter address is a picture that is easier to take.
  const query = new URLSearchParams({ secret: base32Of(secret), issuer: 'Holdfast' });
  return `otpauth://totp/${encodeURIComponent(label)}?${query}`;
}
