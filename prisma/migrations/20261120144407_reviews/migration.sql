-- CreateTable
CREATE TABLE "alert_rule" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "maintenance_window" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ends_at" BIGINT,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "alert_setup" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "count_rollup" (
    "cluster_key" TEXT NOT NULL,
    "resolution" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "body" BLOB NOT NULL,

    PRIMARY KEY ("cluster_key", "resolution", "day")
);

-- CreateTable
CREATE TABLE "transcript" (
    "target_id" INTEGER NOT NULL,
    "condition" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "body" TEXT NOT NULL,

    PRIMARY KEY ("target_id", "condition")
);

-- CreateIndex
CREATE INDEX "count_rollup_resolution_day_idx" ON "count_rollup"("resolution", "day");
