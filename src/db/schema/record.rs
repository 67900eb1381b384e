//! The record kept clean and its readers known: incidents, what was struck out, who opened what.

diesel::table! {
    incidents (id) {
        id -> Text, portfolio_id -> Text, entry_id -> Nullable<Text>, reported_by -> Text, sort -> Text,
        places -> Text, reported_at -> Timestamp, state -> Text, reference -> Text, closed_by -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>, review_id -> Nullable<Text>,
    }
}

diesel::table! {
    redactions (id) {
        id -> Text, portfolio_id -> Text, entry_id -> Nullable<Text>, incident_id -> Nullable<Text>, sort -> Text,
        places -> Text, files -> Text, reopened -> Bool, struck_by -> Text, struck_at -> Timestamp,
        known_from -> Timestamp, erasure_id -> Nullable<Text>, review_id -> Nullable<Text>,
    }
}

diesel::table! {
    struck_files (file_hash) {
        file_hash -> Text, redaction_id -> Text,
    }
}

diesel::table! {
    carried (export_id, version_id) {
        export_id -> Text, version_id -> Text,
    }
}

diesel::table! {
    file_readings (viewer_id, evidence_id, day) {
        viewer_id -> Text, evidence_id -> Text, day -> Date,
    }
}

diesel::table! {
    certificates (id) {
        id -> Text, portfolio_id -> Text, entry_id -> Text, version_id -> Text, decision_id -> Text,
        number -> Text, issued_by -> Text, known_from -> Timestamp, withdrawn_by -> Nullable<Text>,
        known_until -> Nullable<Timestamp>, holder -> Text,
    }
}

diesel::table! {
    certificate_reminders (certificate_id, days) {
        certificate_id -> Text, days -> Integer, told_at -> Timestamp,
    }
}
