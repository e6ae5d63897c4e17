-- What a commit made stale. A row is written by the transaction that changes a tenant's data, on the same node, so it is there
-- exactly when the change is. A relay reads rows by changed_at, appends (change_id, topic, bucket) to the stream of the caches,
-- and deletes them by (tenant_id, change_id) once the stream has them: at least once, in order for one tenant, in none between
-- tenants. The stream gets no tenant and no person: a bucket is shared by many tenants.
CREATE TABLE azora.outbox (
  tenant_id uuid NOT NULL,
  -- By which a receiver knows a row that it has seen.
  change_id uuid NOT NULL DEFAULT gen_random_uuid(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- The table that changed.
  topic text NOT NULL,
  -- azora.cache_bucket(tenant_id).
  bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 255),
  PRIMARY KEY (tenant_id, change_id)
);
CREATE INDEX outbox_changed_at ON azora.outbox (changed_at);
SELECT create_distributed_table('azora.outbox', 'tenant_id', colocate_with => 'azora.tenants');
GRANT SELECT, DELETE ON azora.outbox TO relay;

-- The first byte of the SHA-256 of the tenant's id as text, which a program works out for itself.
CREATE FUNCTION azora.cache_bucket(tenant_id uuid) RETURNS smallint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN get_byte(sha256(convert_to(tenant_id::text, 'UTF8')), 0)::smallint;

-- Runs on the node of the shard, where a distributed table cannot be written to; so it finds the shard of the outbox that has
-- the same range of hashes. It writes with its owner's rights: nobody else may add to the outbox.
CREATE FUNCTION azora.note_change() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  shard text := substring(TG_TABLE_NAME from '_([0-9]+)$');
  target text := 'azora.outbox';
  tenant uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END;
BEGIN
  IF shard IS NOT NULL THEN
    SELECT shard_name(there.logicalrelid, there.shardid) INTO STRICT target
      FROM pg_dist_shard here
      JOIN pg_dist_shard there ON there.shardminvalue = here.shardminvalue
     WHERE here.shardid = shard::bigint AND there.logicalrelid = 'azora.outbox'::regclass;
  END IF;
  EXECUTE format('INSERT INTO %s (tenant_id, change_id, changed_at, topic, bucket) VALUES ($1, $2, $3, $4, $5)', target)
    USING tenant, gen_random_uuid(), clock_timestamp(), TG_ARGV[0], azora.cache_bucket(tenant);
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION azora.note_change() FROM PUBLIC;

-- Citus calls every trigger on a shard unsafe, since one may reach for other shards. This one stays on its node.
SET LOCAL citus.enable_unsafe_triggers = on;
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON azora.tenants
  FOR EACH ROW EXECUTE FUNCTION azora.note_change('tenants');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON azora.persons
  FOR EACH ROW EXECUTE FUNCTION azora.note_change('persons');
CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON azora.accounts
  FOR EACH ROW EXECUTE FUNCTION azora.note_change('accounts');
