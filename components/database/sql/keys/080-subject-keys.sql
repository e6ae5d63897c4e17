-- Subjects' data keys. Each is wrapped by the home's key of people's data in KMS, so that neither this table nor a backup of it opens
-- anything by itself; what a key sealed is lost with its row and the backups of that.
CREATE TABLE azora.subject_keys (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  wrapped_key bytea NOT NULL CHECK (octet_length(wrapped_key) BETWEEN 1 AND 1024),
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id)
);
CREATE UNIQUE INDEX subject_keys_subject ON azora.subject_keys (azora.subject_of(tenant_id, person_id));
-- Wrapped anew it may be; only an erasure takes it away.
GRANT SELECT, INSERT, UPDATE (wrapped_key) ON azora.subject_keys TO durable;

-- A key that is made while its subject is erased waits, and is then refused; or the erasure waits, and then finds it.
CREATE FUNCTION azora.one_at_a_time(subject bytea) RETURNS void
  LANGUAGE sql
  RETURN pg_advisory_xact_lock(hashtextextended(encode(subject, 'hex'), 0));

CREATE FUNCTION azora.refuse_erased() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
DECLARE
  whose bytea := azora.subject_of(NEW.tenant_id, NEW.person_id);
BEGIN
  PERFORM azora.one_at_a_time(whose);
  IF EXISTS (SELECT FROM azora.erasures WHERE erasures.subject = whose) THEN
    RAISE EXCEPTION 'person % of tenant % is erased; allowed: a new person', NEW.person_id, NEW.tenant_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER refuse_erased BEFORE INSERT ON azora.subject_keys
  FOR EACH ROW EXECUTE FUNCTION azora.refuse_erased();

CREATE FUNCTION azora.wait_for_keys() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM azora.one_at_a_time(NEW.subject);
  RETURN NEW;
END
$$;
CREATE TRIGGER wait_for_keys BEFORE INSERT ON azora.erasures
  FOR EACH ROW EXECUTE FUNCTION azora.wait_for_keys();

CREATE FUNCTION azora.forget() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  DELETE FROM azora.subject_keys USING erased
   WHERE azora.subject_of(subject_keys.tenant_id, subject_keys.person_id) = erased.subject;
  RETURN NULL;
END
$$;
-- Whoever is erased and has a key all the same: nobody, and a trial of backups asks each day.
CREATE FUNCTION azora.erased_left() RETURNS bigint
  LANGUAGE sql STABLE
  RETURN (SELECT count(*) FROM azora.subject_keys
            JOIN azora.erasures ON erasures.subject = azora.subject_of(subject_keys.tenant_id, subject_keys.person_id));
REVOKE ALL ON FUNCTION azora.erased_left() FROM PUBLIC;

CREATE TRIGGER forget AFTER INSERT ON azora.erasures
  REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION azora.forget();
