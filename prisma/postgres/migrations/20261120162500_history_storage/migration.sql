-- Bytes that are coded already are not tried to be compressed again.
ALTER TABLE "chunk" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "missed_pings" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "rollup" ALTER COLUMN "body" SET STORAGE EXTERNAL;
ALTER TABLE "count_rollup" ALTER COLUMN "body" SET STORAGE EXTERNAL;

-- A day's rollups are written anew every hour. By default room is made when a fifth of all rows is dead: with years of them that is
-- after days, and the table would grow by the whole of what was written until then.
ALTER TABLE "rollup" SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 10000
);
ALTER TABLE "count_rollup" SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000,
    toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 1000
);
