/** What every channel is behind: it is handed one message, and says what became of it. */
import type { Delivery, Incident } from '#contract';
import type { Transition } from '../../domain/alert/tell';

export interface Message {
  /** The de-duplication key: the same message again has the same. */
  key: string;
  transition: Transition;
  incident: Incident;
  /** One line for people. */
  subject: string;
  /** More of it, one fact per line; names nobody. */
  lines: readonly string[];
  /** The incident's page; null: it is not known where people reach Holdfast. */
  link: string | null;
  /** A signed link that acknowledges the incident; null: there is none, or nothing to acknowledge. */
  acknowledge: string | null;
  /** Told in the same message, shortly; each is one of the `lines` already. */
  bundled: Delivery['bundled'];
  /** Sent by hand to see whether the channel works: the incident is made up. */
  test: boolean;
}

export type Sent =
  | { ok: true }
  | {
      ok: false;
      /** `http-500`, `connection-refused`, `timeout`, `smtp-550` … */
      condition: string;
      /** As the other side asked; null: it did not. */
      retryAfterMs: number | null;
      /** It will not take this message later either. */
      permanent: boolean;
    };

export interface Notifier {
  /** Never throws; when `signal` aborts, what it is doing is given up. */
  send(message: Message, signal: AbortSignal): Promise<Sent>;
  /** Each incident has a message of its own: on the other side one key is one incident. */
  single?: true;
  /** Gives up what it holds open between messages; nothing is sent afterwards. */
  stop?(): void;
}
