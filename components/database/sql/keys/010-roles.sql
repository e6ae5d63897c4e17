-- Who may do what; the commit classes are made when the cluster begins. A key that is lost takes a person's data along: none is fast.
REVOKE ALL ON SCHEMA azora FROM PUBLIC;
GRANT USAGE ON SCHEMA azora TO durable;
