/** Keeps the last failing handshake of each target and condition: a few small writes, however often thousands of sessions fail. */
import type { HandshakeTranscript } from '#contract';
import type { TranscriptStore } from '../store/transcripts';
import { createAlarm, type Time } from '../time/time';

export interface Transcripts {
  take(transcript: HandshakeTranscript): void;
  /** Writes what waits. */
  stop(): Promise<void>;
}

/** What fails at the same time is written together. */
export const GATHER_MS = 1_000;
/** The same failure of the same target again is news after this long. */
export const AGAIN_MS = 30_000;
const BATCH = 200;
const WAITING_MAX = 4_000;

export function createTranscripts({
  store,
  time,
  log,
}: {
  store: TranscriptStore;
  time: Time;
  log: { warn(about: object, message: string): void };
}): Transcripts {
  const waiting = new Map<string, HandshakeTranscript>();
  const writtenAt = new Map<string, number>();
  const alarm = createAlarm(time, () => void write());
  let writing: Promise<void> | null = null;

  const keyOf = ({ targetKey, failure }: HandshakeTranscript) => `${targetKey} ${failure.kind} ${failure.condition}`;

  function write(): Promise<void> {
    writing ??= writeNext().finally(() => {
      writing = null;
      if (waiting.size > 0) alarm.set(time.now() + GATHER_MS);
    });
    return writing;
  }

  async function writeNext(): Promise<void> {
    const batch = [...waiting].slice(0, BATCH);
    for (const [key] of batch) waiting.delete(key);
    try {
      await store.saveTranscripts(batch.map(([, transcript]) => transcript));
    } catch (err) {
      // Whatever still fails tells it again.
      log.warn({ err, count: batch.length }, 'transcripts of failed handshakes could not be written');
    }
  }

  return {
    take(transcript) {
      const key = keyOf(transcript);
      const known = writtenAt.get(key);
      if (known !== undefined && transcript.at - known < AGAIN_MS && transcript.at >= known) return;
      if (waiting.size >= WAITING_MAX && !waiting.has(key)) return;
      writtenAt.set(key, transcript.at);
      waiting.set(key, transcript);
      if (waiting.size === 1 && writing === null) alarm.set(time.now() + GATHER_MS);
    },
    async stop() {
      alarm.set(null);
      await writing;
      if (waiting.size > 0) await write();
      alarm.set(null);
    },
  };
}
