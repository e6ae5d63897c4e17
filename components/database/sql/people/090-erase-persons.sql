-- An erasure takes the person and what hangs on them, wherever their shard is. No key can be made for them anew, so that nothing can be
-- sealed and written once more.
CREATE INDEX persons_subject ON azora.persons (azora.subject_of(tenant_id, person_id));

CREATE FUNCTION azora.forget() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  -- A parameter, since a table of the coordinator cannot be joined on shards.
  wanted bytea[] := ARRAY(SELECT subject FROM erased);
BEGIN
  DELETE FROM azora.persons WHERE azora.subject_of(tenant_id, person_id) = ANY (wanted);
  RETURN NULL;
END
$$;
-- On a table of somebody's own it would erase whom no ledger names.
REVOKE ALL ON FUNCTION azora.forget() FROM PUBLIC;
CREATE TRIGGER forget AFTER INSERT ON azora.erasures
  REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION azora.forget();
