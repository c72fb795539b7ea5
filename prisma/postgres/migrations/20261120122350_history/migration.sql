-- CreateTable
CREATE TABLE "chunk" (
    "last_seq" BIGINT NOT NULL,
    "target_id" INTEGER NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "count" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "chunk_pkey" PRIMARY KEY ("last_seq")
);

-- CreateTable
CREATE TABLE "missed_pings" (
    "last_seq" BIGINT NOT NULL,
    "target_id" INTEGER NOT NULL,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "missed_pings_pkey" PRIMARY KEY ("last_seq")
);

-- CreateTable
CREATE TABLE "rollup" (
    "target_id" INTEGER NOT NULL,
    "resolution" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "rollup_pkey" PRIMARY KEY ("target_id","resolution","day")
);

-- CreateTable
CREATE TABLE "history_mark" (
    "kind" TEXT NOT NULL,
    "before_ms" BIGINT NOT NULL,

    CONSTRAINT "history_mark_pkey" PRIMARY KEY ("kind")
);

-- CreateIndex
CREATE INDEX "chunk_target_id_from_ms_idx" ON "chunk"("target_id", "from_ms");

-- CreateIndex
CREATE INDEX "chunk_to_ms_idx" ON "chunk"("to_ms");

-- CreateIndex
CREATE INDEX "missed_pings_target_id_from_ms_idx" ON "missed_pings"("target_id", "from_ms");

-- CreateIndex
CREATE INDEX "missed_pings_to_ms_idx" ON "missed_pings"("to_ms");

-- CreateIndex
CREATE INDEX "rollup_resolution_day_idx" ON "rollup"("resolution", "day");
