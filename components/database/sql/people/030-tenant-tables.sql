-- What belongs to a tenant: rows of one tenant stand in one group of shards, on one node, so that joins, keys and
-- transactions of a tenant never leave it. Every key begins with tenant_id, since Citus checks keys within a shard.
CREATE TABLE azora.tenants (
  tenant_id uuid PRIMARY KEY,
  name text NOT NULL,
  country text NOT NULL,
  plan text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
SELECT create_distributed_table('azora.tenants', 'tenant_id', shard_count => :shard_count);
ALTER TABLE azora.tenants ADD CONSTRAINT tenants_country FOREIGN KEY (country) REFERENCES azora.countries (code);
ALTER TABLE azora.tenants ADD CONSTRAINT tenants_plan FOREIGN KEY (plan) REFERENCES azora.plans (plan);

CREATE TABLE azora.persons (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  given_name text NOT NULL,
  family_name text NOT NULL,
  email text NOT NULL,
  born_on date,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, person_id),
  UNIQUE (tenant_id, email)
);
SELECT create_distributed_table('azora.persons', 'tenant_id', colocate_with => 'azora.tenants');
ALTER TABLE azora.persons ADD CONSTRAINT persons_tenant
  FOREIGN KEY (tenant_id) REFERENCES azora.tenants (tenant_id) ON DELETE CASCADE;

CREATE TABLE azora.accounts (
  tenant_id uuid NOT NULL,
  account_id uuid NOT NULL,
  person_id uuid NOT NULL,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'closed')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, account_id)
);
SELECT create_distributed_table('azora.accounts', 'tenant_id', colocate_with => 'azora.tenants');
ALTER TABLE azora.accounts ADD CONSTRAINT accounts_person
  FOREIGN KEY (tenant_id, person_id) REFERENCES azora.persons (tenant_id, person_id) ON DELETE CASCADE;

-- When an account was last seen: worth little, written often, and the only table that `fast` may write to.
CREATE TABLE azora.sightings (
  tenant_id uuid NOT NULL,
  account_id uuid NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, account_id)
);
SELECT create_distributed_table('azora.sightings', 'tenant_id', colocate_with => 'azora.tenants');

GRANT SELECT, INSERT, UPDATE, DELETE ON azora.tenants, azora.persons, azora.accounts, azora.sightings TO durable;
GRANT SELECT ON azora.tenants, azora.accounts TO fast;
GRANT SELECT, INSERT, UPDATE, DELETE ON azora.sightings TO fast;
