CREATE FUNCTION perfolio_never() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% rows are never changed or removed', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_events_stay BEFORE UPDATE OR DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION perfolio_never();
CREATE TRIGGER entry_versions_remain BEFORE DELETE ON entry_versions
FOR EACH ROW EXECUTE FUNCTION perfolio_never();
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
FOR EACH ROW EXECUTE FUNCTION perfolio_never();
