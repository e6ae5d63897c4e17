-- What has been applied. The only file that runs each time; every other runs once, in the order of its number.
CREATE SCHEMA IF NOT EXISTS azora;
CREATE TABLE IF NOT EXISTS azora.migrations (
  number integer PRIMARY KEY,
  name text NOT NULL,
  -- SHA-256 of the file as it was applied, in hexadecimal digits.
  digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
  applied_at timestamptz NOT NULL DEFAULT now()
);
