-- A tenant that outgrows its neighbours gets a group of shards of its own, which may then be moved to a node of its own:
-- SELECT azora.isolate_tenant('<tenant_id>'). Gives the number of the new shard of azora.tenants. Writers of the old shard wait
-- for the last changes only, since the rows are copied by logical replication.
CREATE FUNCTION azora.isolate_tenant(tenant uuid) RETURNS bigint
  LANGUAGE sql
AS $$
  SELECT isolate_tenant_to_new_shard('azora.tenants', tenant, 'CASCADE', 'force_logical');
$$;
REVOKE ALL ON FUNCTION azora.isolate_tenant(uuid) FROM PUBLIC;
