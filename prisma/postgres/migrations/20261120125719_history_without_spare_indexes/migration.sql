-- DropIndex
DROP INDEX "chunk_to_ms_idx";

-- DropIndex
DROP INDEX "missed_pings_to_ms_idx";
