DO $$ BEGIN
    IF to_regclass('audit_events') IS NOT NULL THEN DROP TRIGGER IF EXISTS audit_events_stay ON audit_events; END IF;
    IF to_regclass('entry_versions') IS NOT NULL THEN DROP TRIGGER IF EXISTS entry_versions_remain ON entry_versions; END IF;
    IF to_regclass('decisions') IS NOT NULL THEN DROP TRIGGER IF EXISTS decisions_remain ON decisions; END IF;
END $$;
DROP FUNCTION IF EXISTS perfolio_never();
