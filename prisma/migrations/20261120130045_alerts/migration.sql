-- CreateTable
CREATE TABLE "incident" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "cluster_key" TEXT,
    "subject" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "opened_at" BIGINT NOT NULL,
    "resolved_at" BIGINT,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "incident_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "order_number" BIGINT NOT NULL,
    "created_at" BIGINT NOT NULL,
    "body" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "silence" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expires_at" BIGINT NOT NULL,
    "body" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "incident_status_opened_at_idx" ON "incident"("status", "opened_at");

-- CreateIndex
CREATE INDEX "incident_opened_at_idx" ON "incident"("opened_at");

-- CreateIndex
CREATE INDEX "delivery_status_order_number_idx" ON "delivery"("status", "order_number");

-- CreateIndex
CREATE INDEX "delivery_incident_id_idx" ON "delivery"("incident_id");

-- CreateIndex
CREATE INDEX "delivery_created_at_idx" ON "delivery"("created_at");

-- CreateIndex
CREATE INDEX "silence_expires_at_idx" ON "silence"("expires_at");
