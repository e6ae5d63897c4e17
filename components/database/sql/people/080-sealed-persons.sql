-- What tells who a person is, is sealed with the subject's own key (AES-256-GCM, by the service that writes it), which another cluster
-- holds: a backup with this row outlives an erasure by weeks, and tells nobody whose it was.
DO $$
BEGIN
  IF EXISTS (SELECT FROM azora.persons) THEN
    RAISE EXCEPTION 'azora.persons has rows that are not sealed; allowed: none, since only a service can seal them';
  END IF;
END
$$;
ALTER TABLE azora.persons DROP CONSTRAINT persons_tenant_id_email_key;
ALTER TABLE azora.persons DROP COLUMN given_name, DROP COLUMN family_name, DROP COLUMN email, DROP COLUMN born_on;
ALTER TABLE azora.persons
  ADD COLUMN sealed bytea NOT NULL,
  -- HMAC-SHA-256 of the address under a key of the tenant's: the same address is found and refused without being read.
  ADD COLUMN email_tag bytea NOT NULL CHECK (octet_length(email_tag) = 32);
ALTER TABLE azora.persons ADD CONSTRAINT persons_email_tag UNIQUE (tenant_id, email_tag);
