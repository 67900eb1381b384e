//! Rounds of feedback from colleagues: the round, who is asked and by which links, and apart from them what they said.

diesel::table! {
    feedback_rounds (id) {
        id -> Text, portfolio_id -> Text, enrolment_id -> Text, supervisor_id -> Text, form -> Text,
        form_version -> Integer, state -> Text, floor -> Integer, group_floor -> Integer, own_ratings -> Text,
        reason -> Text, begun_at -> Timestamp, proposed_at -> Nullable<Timestamp>, agreed_by -> Nullable<Text>,
        agreed_at -> Nullable<Timestamp>, closes_on -> Nullable<Date>, close_asked_at -> Nullable<Timestamp>,
        closed_by -> Text, closed_at -> Nullable<Timestamp>, answers_hash -> Text, met_on -> Nullable<Date>,
        entry_id -> Nullable<Text>, ended_by -> Nullable<Text>, ended_at -> Nullable<Timestamp>,
        meeting_id -> Nullable<Text>, floor_from -> Text,
    }
}

diesel::table! {
    feedback_raters (id) {
        id -> Text, round_id -> Text, name -> Text, address -> Text, mailbox -> Text, rater_group -> Text,
        state -> Text, added_by -> Text, asked_at -> Nullable<Timestamp>, reminders -> Integer,
    }
}

diesel::table! {
    feedback_links (token_hash) {
        token_hash -> Text, rater_id -> Text,
    }
}

diesel::table! {
    feedback_answers (id) {
        id -> Text, round_id -> Text, rater_group -> Text, ratings -> Text,
    }
}

diesel::table! {
    feedback_comments (id) {
        id -> Text, round_id -> Text, question -> Text, words -> Text, withheld -> Text,
    }
}
