-- CreateTable
CREATE TABLE "alert_rule" (
    "key" TEXT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "maintenance_window" (
    "id" TEXT NOT NULL,
    "ends_at" BIGINT,
    "body" TEXT NOT NULL,

    CONSTRAINT "maintenance_window_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_setup" (
    "id" INTEGER NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "alert_setup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "count_rollup" (
    "cluster_key" TEXT NOT NULL,
    "resolution" INTEGER NOT NULL,
    "day" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,

    CONSTRAINT "count_rollup_pkey" PRIMARY KEY ("cluster_key","resolution","day")
);

-- CreateTable
CREATE TABLE "transcript" (
    "target_id" INTEGER NOT NULL,
    "condition" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "transcript_pkey" PRIMARY KEY ("target_id","condition")
);

-- CreateIndex
CREATE INDEX "count_rollup_resolution_day_idx" ON "count_rollup"("resolution", "day");
