-- Which versions of entries a frozen pack holds: whoever read it has read them, and this stays when its words go.
CREATE TABLE pack_held (
    pack_id TEXT NOT NULL REFERENCES review_packs (id),
    version_id TEXT NOT NULL REFERENCES entry_versions (id),
    PRIMARY KEY (pack_id, version_id)
);
CREATE INDEX pack_held_by_version ON pack_held (version_id);

-- Who read which pack: once per person, pack and day.
CREATE TABLE pack_readings (
    viewer_id TEXT NOT NULL REFERENCES accounts (id),
    pack_id TEXT NOT NULL REFERENCES review_packs (id),
    day DATE NOT NULL,
    PRIMARY KEY (viewer_id, pack_id, day)
);
CREATE INDEX pack_readings_by_pack ON pack_readings (pack_id);
