-- Small tables that every query may join: a whole copy stands on every node, and a write goes to all of them.
CREATE TABLE azora.countries (
  -- ISO 3166-1 alpha-2.
  code text PRIMARY KEY CHECK (code ~ '^[A-Z]{2}$'),
  name text NOT NULL
);
SELECT create_reference_table('azora.countries');

CREATE TABLE azora.plans (
  plan text PRIMARY KEY,
  seats integer NOT NULL CHECK (seats > 0),
  storage_gib integer NOT NULL CHECK (storage_gib > 0)
);
SELECT create_reference_table('azora.plans');

GRANT SELECT ON azora.countries, azora.plans TO durable, fast;
