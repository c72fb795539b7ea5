/** How long a certificate is still good, in words. Pure. */
import type { CertificateFacts, EpochMs } from '#contract';
import { plural } from '../format/units';

const DAY_MS = 86_400_000;
const URGENT_DAYS = 30;

export function certificateWords(certificate: CertificateFacts, now: EpochMs): { urgent: boolean; words: string } {
  if (now > certificate.validToMs) return { urgent: true, words: 'expired' };
  if (now < certificate.validFromMs) return { urgent: true, words: 'not valid yet' };
  const days = Math.floor((certificate.validToMs - now) / DAY_MS);
  return { urgent: days < URGENT_DAYS, words: days === 0 ? 'expires today' : `${plural(days, 'day')} left` };
}
