/** Letters to one person, which the worker sends: it holds the account of the mail server, this process never does. */
import { type Mail, mailSent, mailState } from '#contract';
import { internalKey } from '../../server/config/internal-key';
import { env } from './env';
import { askWorker } from './worker';

/** A mail server is given this long in its own turn. */
const DEADLINE_MS = 40_000;

/** Whether mail is set up; not when the worker does not answer. */
export async function isMailReady(): Promise<boolean> {
  return (await askWorker('/control/mail-state', mailState))?.ready === true;
}

/** @returns whether the mail server took it */
export async function sendMail(letter: Mail): Promise<boolean> {
  try {
    const answer = await fetch(`${env().workerUrl}/control/mail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${internalKey(env().dataDir).reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify(letter),
      signal: AbortSignal.timeout(DEADLINE_MS),
      cache: 'no-store',
    });
    return mailSent.safeParse(await answer.json()).data?.sent === true;
  } catch {
    return false;
  }
}
