-- Versions that were recorded before words and files were looked at for what may name a patient, and have not
-- been looked at since. Nothing is ever added; a row goes when its version was looked at.
CREATE TABLE unlooked (
    version_id TEXT NOT NULL PRIMARY KEY REFERENCES entry_versions (id)
);

INSERT INTO unlooked (version_id)
SELECT entry_versions.id FROM entry_versions
INNER JOIN entries ON entries.id = entry_versions.entry_id AND entries.latest = entry_versions.number
WHERE entries.state <> 'withdrawn';
