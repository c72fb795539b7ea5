/** Handshakes that failed: of each target and condition the last one. */
import { type HandshakeTranscript, handshakeTranscript, type TargetKey } from '#contract';
import type { PrismaClient } from './connection';
import { guarded } from './guarded';
import { parsed } from './queries/documents';

export interface TranscriptStore {
  /** Replaces those of before; targets that the database does not know yet are left out. Throws `StoreError`. */
  saveTranscripts(transcripts: readonly HandshakeTranscript[]): Promise<void>;
}

export interface TranscriptReads {
  /** Newest first. Throws `StoreError`. */
  transcriptsOf(keys: readonly TargetKey[]): Promise<HandshakeTranscript[]>;
}

/** @param run does something with the one connection that writes */
export function transcriptStoreOn(
  run: <T>(doing: string, work: (db: PrismaClient) => Promise<T>) => Promise<T>,
): TranscriptStore {
  return {
    saveTranscripts: (transcripts) =>
      run('saveTranscripts', async (db) => {
        if (transcripts.length > 0) await db.$transaction(transcripts.map((t) => upsert(db, t)));
      }),
  };
}

function upsert(db: PrismaClient, t: HandshakeTranscript) {
  const condition = `${t.failure.kind} ${t.failure.condition}`;
  return db.$executeRaw`
    INSERT INTO transcript (target_id, condition, at, body)
    SELECT id, ${condition}, ${BigInt(t.at)}, ${JSON.stringify(t)} FROM target WHERE key = ${t.targetKey}
    ON CONFLICT (target_id, condition) DO UPDATE SET at = excluded.at, body = excluded.body`;
}

export function transcriptReadsOn(db: PrismaClient): TranscriptReads {
  return {
    transcriptsOf: (keys) =>
      guarded('transcriptsOf', async () => {
        const found = await db.$transaction(
          keys.map(
            (key) => db.$queryRaw<{ body: string }[]>`
              SELECT x.body FROM target t JOIN transcript x ON x.target_id = t.id WHERE t.key = ${key}`,
          ),
        );
        return found
          .flatMap((rows, n) => rows.map((row) => parsed(handshakeTranscript, row.body, `a transcript of ${keys[n]}`)))
          .sort((a, b) => b.at - a.at);
      }),
  };
}
