DROP TRIGGER IF EXISTS audit_events_stay;
DROP TRIGGER IF EXISTS audit_events_remain;
DROP TRIGGER IF EXISTS entry_versions_remain;
DROP TRIGGER IF EXISTS decisions_remain;
