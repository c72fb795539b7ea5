-- CreateTable
CREATE TABLE "meta" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "epoch" TEXT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "created_at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "observer" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "observer_run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "run_id" TEXT NOT NULL,
    "observer_id" TEXT NOT NULL,
    "started_at" BIGINT NOT NULL,
    "alive_at" BIGINT NOT NULL,
    "ended_at" BIGINT
);

-- CreateTable
CREATE TABLE "target" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "target_state" (
    "target_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "archived" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "event" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
    "observer_id" INTEGER NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "v" INTEGER NOT NULL,
    "target_id" INTEGER,
    "cluster_key" TEXT,
    "from_ms" BIGINT,
    "to_ms" BIGINT,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "sample" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
    "target_id" INTEGER NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "sent_at" BIGINT NOT NULL,
    "at_delta_ms" INTEGER NOT NULL,
    "rtt_us" INTEGER,
    "miss" INTEGER,
    "miss_of" INTEGER,
    "v" INTEGER NOT NULL,
    "event_id" BLOB NOT NULL,
    "ping_id" TEXT NOT NULL
) WITHOUT ROWID;

-- CreateIndex
CREATE UNIQUE INDEX "observer_key_key" ON "observer"("key");

-- CreateIndex
CREATE UNIQUE INDEX "observer_run_run_id_key" ON "observer_run"("run_id");

-- CreateIndex
CREATE INDEX "observer_run_observer_id_id_idx" ON "observer_run"("observer_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "target_key_key" ON "target"("key");

-- CreateIndex
CREATE INDEX "event_target_id_type_at_idx" ON "event"("target_id", "type", "at");

-- CreateIndex
CREATE UNIQUE INDEX "event_observer_id_event_id_key" ON "event"("observer_id", "event_id");

-- CreateIndex
CREATE INDEX "sample_target_id_sent_at_rtt_us_idx" ON "sample"("target_id", "sent_at", "rtt_us");
