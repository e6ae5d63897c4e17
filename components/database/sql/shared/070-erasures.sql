-- Who is to be forgotten. A row is the erasure: what a cluster has of the subject goes in the same transaction, by a trigger of the
-- cluster's kind. The cluster of people and that of their keys both get every row, so that the one which was restored to a moment
-- before is told by the other (docs/runbooks/corrupt-data.md).
CREATE FUNCTION azora.subject_of(tenant_id uuid, person_id uuid) RETURNS bytea
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN sha256(convert_to(tenant_id::text || ' ' || person_id::text, 'UTF8'));

CREATE TABLE azora.erasures (
  -- azora.subject_of(tenant_id, person_id): ids are random, so that nobody is found by trying them.
  subject bytea PRIMARY KEY CHECK (octet_length(subject) = 32),
  erased_at timestamptz NOT NULL DEFAULT now()
);

DO $$
BEGIN
  -- Erases, and can do nothing else. It has no password until Vault gives it one.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'eraser') THEN
    CREATE ROLE eraser LOGIN;
  END IF;
END
$$;
GRANT USAGE ON SCHEMA azora TO eraser;
GRANT SELECT, INSERT ON azora.erasures TO eraser;
