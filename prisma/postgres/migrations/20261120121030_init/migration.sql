-- CreateTable
CREATE TABLE "meta" (
    "id" INTEGER NOT NULL,
    "epoch" TEXT NOT NULL,
    "last_seq" BIGINT NOT NULL,
    "last_event" TEXT,
    "created_at" BIGINT NOT NULL,

    CONSTRAINT "meta_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "observer" (
    "id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "observer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "observer_run" (
    "id" SERIAL NOT NULL,
    "run_id" TEXT NOT NULL,
    "observer_id" TEXT NOT NULL,
    "started_at" BIGINT NOT NULL,
    "alive_at" BIGINT NOT NULL,
    "ended_at" BIGINT,

    CONSTRAINT "observer_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target" (
    "id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "target_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "target_state" (
    "target_id" INTEGER NOT NULL,
    "archived" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "target_state_pkey" PRIMARY KEY ("target_id")
);

-- CreateTable
CREATE TABLE "event" (
    "seq" BIGINT NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "event_id" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "v" INTEGER NOT NULL,
    "target_id" INTEGER,
    "cluster_key" TEXT,
    "subject" TEXT,
    "from_ms" BIGINT,
    "to_ms" BIGINT,
    "body" TEXT NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "sample" (
    "seq" BIGINT NOT NULL,
    "target_id" INTEGER NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "sent_at" BIGINT NOT NULL,
    "at_delta_ms" INTEGER NOT NULL,
    "rtt_us" INTEGER,
    "miss" INTEGER,
    "miss_of" INTEGER,
    "v" INTEGER NOT NULL,
    "event_id" BYTEA NOT NULL,
    "ping_id" TEXT NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "document" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cluster_key" TEXT NOT NULL,
    "team_id" TEXT,
    "removed" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,

    CONSTRAINT "document_pkey" PRIMARY KEY ("kind","key")
);

-- CreateTable
CREATE TABLE "disconnect" (
    "id" TEXT NOT NULL,
    "cluster_key" TEXT NOT NULL,
    "login_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "began_at" BIGINT NOT NULL,
    "closed_at" BIGINT,
    "outcome" TEXT,
    "group_id" TEXT,
    "body" TEXT NOT NULL,

    CONSTRAINT "disconnect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_disconnect" (
    "key" TEXT NOT NULL,
    "cluster_key" TEXT NOT NULL,
    "team_id" TEXT,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "group_disconnect_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "health_count" (
    "seq" BIGINT NOT NULL,
    "cluster_key" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "observer_id" INTEGER NOT NULL,
    "event_id" TEXT NOT NULL,
    "v" INTEGER NOT NULL,
    "connected" INTEGER NOT NULL,
    "unstable" INTEGER NOT NULL,
    "at_risk" INTEGER NOT NULL,
    "forced_out" INTEGER NOT NULL,
    "logged_out" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "teams" TEXT NOT NULL,

    CONSTRAINT "health_count_pkey" PRIMARY KEY ("seq")
);

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
CREATE INDEX "event_subject_type_at_idx" ON "event"("subject", "type", "at");

-- CreateIndex
CREATE UNIQUE INDEX "event_observer_id_event_id_key" ON "event"("observer_id", "event_id");

-- CreateIndex
CREATE INDEX "sample_target_id_sent_at_rtt_us_idx" ON "sample"("target_id", "sent_at", "rtt_us");

-- CreateIndex
CREATE INDEX "document_kind_cluster_key_team_id_idx" ON "document"("kind", "cluster_key", "team_id");

-- CreateIndex
CREATE INDEX "disconnect_cluster_key_login_id_began_at_idx" ON "disconnect"("cluster_key", "login_id", "began_at");

-- CreateIndex
CREATE INDEX "disconnect_cluster_key_began_at_idx" ON "disconnect"("cluster_key", "began_at");

-- CreateIndex
CREATE INDEX "disconnect_cluster_key_closed_at_idx" ON "disconnect"("cluster_key", "closed_at");

-- CreateIndex
CREATE INDEX "group_disconnect_cluster_key_to_ms_idx" ON "group_disconnect"("cluster_key", "to_ms");

-- CreateIndex
CREATE INDEX "health_count_cluster_key_at_idx" ON "health_count"("cluster_key", "at");
