-- RedefineTables: clustered on their key, and found by target and time only
CREATE TABLE "new_chunk" (
    "last_seq" BIGINT NOT NULL PRIMARY KEY,
    "target_id" INTEGER NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "body" BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO "new_chunk" SELECT "last_seq", "target_id", "observer_id", "from_ms", "to_ms", "count", "body" FROM "chunk";
DROP TABLE "chunk";
ALTER TABLE "new_chunk" RENAME TO "chunk";
CREATE INDEX "chunk_target_id_from_ms_idx" ON "chunk"("target_id", "from_ms");

CREATE TABLE "new_missed_pings" (
    "last_seq" BIGINT NOT NULL PRIMARY KEY,
    "target_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "body" BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO "new_missed_pings" SELECT "last_seq", "target_id", "from_ms", "to_ms", "body" FROM "missed_pings";
DROP TABLE "missed_pings";
ALTER TABLE "new_missed_pings" RENAME TO "missed_pings";
CREATE INDEX "missed_pings_target_id_from_ms_idx" ON "missed_pings"("target_id", "from_ms");
