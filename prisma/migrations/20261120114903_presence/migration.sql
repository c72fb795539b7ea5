-- AlterTable
ALTER TABLE "event" ADD COLUMN "subject" TEXT;

-- AlterTable
ALTER TABLE "meta" ADD COLUMN "last_event" TEXT;

-- CreateTable
CREATE TABLE "document" (
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cluster_key" TEXT NOT NULL,
    "team_id" TEXT,
    "removed" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,

    PRIMARY KEY ("kind", "key")
);

-- CreateTable
CREATE TABLE "disconnect" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "cluster_key" TEXT NOT NULL,
    "login_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "began_at" BIGINT NOT NULL,
    "closed_at" BIGINT,
    "outcome" TEXT,
    "group_id" TEXT,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "group_disconnect" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "cluster_key" TEXT NOT NULL,
    "team_id" TEXT,
    "from_ms" BIGINT NOT NULL,
    "to_ms" BIGINT NOT NULL,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "health_count" (
    "seq" BIGINT NOT NULL PRIMARY KEY,
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
    "teams" TEXT NOT NULL
);

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

-- CreateIndex
CREATE INDEX "event_subject_type_at_idx" ON "event"("subject", "type", "at");
