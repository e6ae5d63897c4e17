-- Questions over all tenants. The view asks every shard each time; the materialised one keeps the answer on the coordinator.
CREATE VIEW azora.tenant_sizes AS
  SELECT tenants.tenant_id, tenants.plan, count(accounts.account_id) AS accounts
    FROM azora.tenants
    LEFT JOIN azora.accounts ON accounts.tenant_id = tenants.tenant_id
   GROUP BY tenants.tenant_id, tenants.plan;

CREATE MATERIALIZED VIEW azora.usage_by_plan AS
  SELECT tenants.plan, tenants.country, count(DISTINCT tenants.tenant_id) AS tenants, count(accounts.account_id) AS accounts
    FROM azora.tenants
    LEFT JOIN azora.accounts ON accounts.tenant_id = tenants.tenant_id
   GROUP BY tenants.plan, tenants.country
  WITH NO DATA;
-- REFRESH ... CONCURRENTLY needs one, so that readers are never kept waiting.
CREATE UNIQUE INDEX usage_by_plan_key ON azora.usage_by_plan (plan, country);

-- How old a materialised view may become: the job that calls refresh_due looks each minute.
CREATE TABLE azora.refresh_policies (
  view_name text PRIMARY KEY,
  every interval NOT NULL CHECK (every >= interval '1 minute'),
  refreshed_at timestamptz
);
SELECT citus_add_local_table_to_metadata('azora.refresh_policies');
INSERT INTO azora.refresh_policies (view_name, every) VALUES ('azora.usage_by_plan', interval '5 minutes');

GRANT SELECT ON azora.tenant_sizes TO durable;
GRANT SELECT ON azora.usage_by_plan TO durable, fast;
GRANT SELECT ON azora.refresh_policies TO durable, fast;

-- Refreshes what is due. The first time locks readers out, since there is nothing yet to read.
CREATE PROCEDURE azora.refresh_due() LANGUAGE plpgsql
AS $$
DECLARE
  due record;
  filled boolean;
  -- In a variable, since Citus takes no volatile function in the UPDATE of a table that it knows.
  moment timestamptz;
BEGIN
  FOR due IN
    SELECT view_name FROM azora.refresh_policies
     WHERE refreshed_at IS NULL OR refreshed_at + every <= clock_timestamp()
     ORDER BY refreshed_at NULLS FIRST
  LOOP
    SELECT relispopulated INTO STRICT filled FROM pg_class WHERE oid = due.view_name::regclass;
    EXECUTE format('REFRESH MATERIALIZED VIEW %s %s', CASE WHEN filled THEN 'CONCURRENTLY' ELSE '' END, due.view_name::regclass);
    moment := clock_timestamp();
    UPDATE azora.refresh_policies SET refreshed_at = moment WHERE view_name = due.view_name;
    -- Each view for itself: what one has is not lost with the next.
    COMMIT;
  END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE azora.refresh_due() FROM PUBLIC;
