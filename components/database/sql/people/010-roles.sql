-- Who may do what. The commit classes are made when the cluster begins; what they may touch is granted table by table.
DO $$
BEGIN
  -- Sends the outbox on. It has no password until Vault gives it one.
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'relay') THEN
    CREATE ROLE relay LOGIN;
  END IF;
END
$$;
REVOKE ALL ON SCHEMA azora FROM PUBLIC;
GRANT USAGE ON SCHEMA azora TO durable, fast, relay;
