-- Subjects' data keys, and by what a person is found. Each key is wrapped by the home's key of people's data in KMS, so that neither this
-- table nor a backup of it opens anything by itself; what a key sealed is lost with its row and the backups of that.
CREATE TABLE azora.subject_keys (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  wrapped_key bytea NOT NULL CHECK (octet_length(wrapped_key) BETWEEN 1 AND 1024),
  -- HMAC-SHA-256 of the address under a key of the tenant's: the same address is found and refused without being read. It is here and
  -- not beside the person, since who guesses an address could ask a backup for it.
  email_tag bytea NOT NULL CHECK (octet_length(email_tag) = 32),
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id),
  UNIQUE (tenant_id, email_tag)
);
CREATE UNIQUE INDEX subject_keys_subject ON azora.subject_keys (azora.subject_of(tenant_id, person_id));
-- Backups are copies of pages: a row ends when it is vacuumed, and that may wait for no share of the table (`erasure.vacuumDays`).
ALTER TABLE azora.subject_keys SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 0);
-- Wrapped anew it may be; only an erasure takes it away.
GRANT SELECT, INSERT, UPDATE (wrapped_key, email_tag) ON azora.subject_keys TO durable;

-- A snapshot of before would not see what another transaction, which was waited for, has done.
CREATE FUNCTION azora.need_read_committed() RETURNS void
  LANGUAGE plpgsql
AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'transaction_isolation is "%"; allowed: read committed', current_setting('transaction_isolation')
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
END
$$;

CREATE FUNCTION azora.refuse_erased() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM azora.need_read_committed();
  IF EXISTS (SELECT FROM azora.erasures WHERE subject = azora.subject_of(NEW.tenant_id, NEW.person_id)) THEN
    RAISE EXCEPTION 'person % of tenant % is erased; allowed: a new person', NEW.person_id, NEW.tenant_id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER refuse_erased BEFORE INSERT ON azora.subject_keys
  FOR EACH ROW EXECUTE FUNCTION azora.refuse_erased();

-- A key that is made at the same time is waited for and then found, or waits and is then refused. One lock, however many are erased.
CREATE FUNCTION azora.wait_for_keys() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  PERFORM azora.need_read_committed();
  LOCK TABLE azora.subject_keys IN SHARE ROW EXCLUSIVE MODE;
  RETURN NULL;
END
$$;
CREATE TRIGGER wait_for_keys BEFORE INSERT ON azora.erasures
  FOR EACH STATEMENT EXECUTE FUNCTION azora.wait_for_keys();

CREATE FUNCTION azora.forget() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog
AS $$
BEGIN
  DELETE FROM azora.subject_keys USING erased
   WHERE azora.subject_of(subject_keys.tenant_id, subject_keys.person_id) = erased.subject;
  RETURN NULL;
END
$$;
CREATE TRIGGER forget AFTER INSERT ON azora.erasures
  REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION azora.forget();

-- Whoever is erased and has a key all the same: nobody, and a trial of backups asks each day.
CREATE FUNCTION azora.erased_left() RETURNS bigint
  LANGUAGE sql STABLE
  RETURN (SELECT count(*) FROM azora.subject_keys
            JOIN azora.erasures ON erasures.subject = azora.subject_of(subject_keys.tenant_id, subject_keys.person_id));

-- On a table of somebody's own a trigger of these would take keys that no ledger names, or hold everybody up.
REVOKE ALL ON FUNCTION azora.need_read_committed(), azora.refuse_erased(), azora.wait_for_keys(), azora.forget(), azora.erased_left()
  FROM PUBLIC;
