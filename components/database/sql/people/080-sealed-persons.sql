-- What tells who a person is, is sealed with the subject's own key (AES-256-GCM, by the service that writes it), which another cluster
-- holds, with what a person is found by: a backup with this row outlives an erasure by weeks, and tells nobody whose it was.
DO $$
BEGIN
  -- A list without columns is no question that Citus can ask of shards.
  IF EXISTS (SELECT 1 FROM azora.persons) THEN
    RAISE EXCEPTION 'azora.persons has rows that are not sealed; allowed: none, since only a service can seal them';
  END IF;
END
$$;
ALTER TABLE azora.persons DROP CONSTRAINT persons_tenant_id_email_key;
ALTER TABLE azora.persons DROP COLUMN given_name, DROP COLUMN family_name, DROP COLUMN email, DROP COLUMN born_on;
ALTER TABLE azora.persons ADD COLUMN sealed bytea NOT NULL;
